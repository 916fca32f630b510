/** A shop's look on its pages: who knows it, and what it may load. */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Look, lookOf, type LookSource } from '../message/look.ts'
import type { App } from './context.ts'

/** Keeps the look of the shop that a request is about, for every page that may answer it. */
export function wear(c: Context, shop: LookSource): void {
  c.set('look', lookOf(shop))
}

/** The look of the shop that the request is about; undefined while no shop is known. */
export const lookIn = (c: Context): Look | undefined => c.get('look') as Look | undefined

const POLICY = 'Content-Security-Policy'

/** Lets a page load its shop's logo: from that origin, and no other picture from elsewhere. */
export const allowLogo = createMiddleware<App>(async (c, next) => {
  await next()
  const logo = lookIn(c)?.logo
  const policy = c.res.headers.get(POLICY)
  if (!logo || !policy || !c.res.headers.get('Content-Type')?.startsWith('text/html')) return
  c.header(POLICY, `${policy}; img-src ${new URL(logo.url).origin}`)
})
