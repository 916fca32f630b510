/** Back-in-stock subscriptions in Klaviyo's dialect, from pages and from backends. */
import { type Context, Hono } from 'hono'
import { BACKEND_BODY_BYTES, CLIENT_BODY_BYTES } from '../../../limits.ts'
import { clientShop } from '../../../shop/rules.ts'
import type { ClientShop } from '../../../shop/shop.ts'
import { accept } from '../../../subscription/accept.ts'
import type { RequestEvidence } from '../../../subscription/request.ts'
import { BACKEND_EVIDENCE, pageEvidence, type DialectApp } from '../caller.ts'
import { pageOf } from '../page.ts'
import { both } from '../paths.ts'
import { accepted, refusal } from './answer.ts'
import { jsonApi } from './body.ts'
import { klaviyoErrors, onlyMethods } from './errors.ts'
import { klaviyoKey, klaviyoPage, type KlaviyoPageApp } from './key.ts'
import { requestOf } from './request.ts'

const CLIENT = both('/client/back-in-stock-subscriptions')
const SERVER = both('/api/back-in-stock-subscriptions')

export const clientSubscriptions = new Hono<KlaviyoPageApp>()
  .on('POST', CLIENT, klaviyoPage, jsonApi(CLIENT_BODY_BYTES), (c) =>
    subscribed(c, c.var.shop, c.var.body, pageEvidence(c)),
  )
  .on('ALL', CLIENT, onlyMethods('POST', 'OPTIONS'))

export const serverSubscriptions = new Hono<DialectApp>()
  .on('POST', SERVER, klaviyoKey(), jsonApi(BACKEND_BODY_BYTES), (c) =>
    subscribed(c, clientShop(c.var.shop), c.var.body, BACKEND_EVIDENCE),
  )
  .on('ALL', SERVER, onlyMethods('POST'))

/** Accepts a subscription, and answers as Klaviyo does: 202 without a body, the same for a duplicate. */
async function subscribed(
  c: Context,
  shop: ClientShop,
  body: unknown,
  evidence: RequestEvidence,
): Promise<Response> {
  const isBackend = evidence.asker === 'backend'
  const page = isBackend ? {} : pageOf(c, shop)
  const request = requestOf(body, shop, { page, isBackend })
  if (!request.ok) return klaviyoErrors(c, request.error)
  const acceptance = await accept(c.env, shop, request.value, { ...evidence, names: 'id' })
  switch (acceptance.kind) {
    // One answer for all three: nobody learns from it who waits already, or who is suppressed.
    case 'accepted':
    case 'deferred':
    case 'suppressed':
      return accepted(c)
    default:
      return refusal(c, acceptance)
  }
}
