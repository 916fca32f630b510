/** What a request says of the person who sent it, for the evidence beside a consent. */
import type { Context } from 'hono'
import type { Visitor } from '../subscription/request.ts'

/** Cloudflare sets the address and the country itself: no client can choose them. */
export const visitorOf = (c: Context): Visitor => ({
  ip: c.req.header('CF-Connecting-IP'),
  userAgent: c.req.header('User-Agent'),
  country: c.req.header('CF-IPCountry'),
})
