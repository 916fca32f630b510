/**
 * The way round a database that gives no answer: a request that was checked and answered as accepted
 * waits in a queue until D1 has time for it.
 */
import { findVariant } from '../catalog/variant.ts'
import { unpublished } from '../consent/published.ts'
import { write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { CONFIRM_DELAY_MS } from '../limits.ts'
import { logLine } from '../log-line.ts'
import { defer, enqueueMatches, enqueueOutbox } from '../queue.ts'
import { lookAgain, wokenRestocks } from '../restock/again.ts'
import { clientShop } from '../shop/rules.ts'
import type { ClientShop, Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { subscribe } from './store.ts'
import { type SealedRequest } from './seal.ts'

/** A request that waits in the intake queue. */
export interface DeferredRequest {
  kind: 'request'
  request: SealedRequest
}

/** Puts a request on the intake queue. Throws when the queue does not take it. */
export const deferRequest = (
  env: Env,
  vault: Vault,
  shop: ClientShop,
  request: SealedRequest,
): Promise<void> => {
  const work: DeferredRequest = { kind: 'request', request }
  return defer(env, vault, shop.id, work)
}

/**
 * Stores a deferred request. If the variant is back by now, the person is notified. A request whose
 * consents hold words that the shop never published is dropped, and so is one whose variant the shop does
 * not have. The Worker's log says so.
 */
export async function storeDeferred(
  env: Env,
  shop: Shop,
  { request: deferred }: DeferredRequest,
): Promise<void> {
  const db = homeOf(env, shop)
  const request = deferred.named ? await withSku(db, shop, deferred) : deferred
  if (!request) {
    logLine('warn', 'variant_unknown', { shop: shop.id })
    return
  }
  const { sku, at } = JSON.parse(request.json) as { sku: string; at: number }
  if (request.unproven) {
    const { locale, consents } = request.unproven
    if ((await unpublished(db, shop.id, locale, consents, at)).length > 0) {
      logLine('warn', 'consent_unpublished', { shop: shop.id })
      return
    }
  }
  const stored = await subscribe(db, clientShop(shop), request, true)
  const { outbox, asked } = stored
  await enqueueOutbox(env, shop.id, outbox)
  await enqueueOutbox(env, shop.id, asked, CONFIRM_DELAY_MS)
  // A match that is under way may have passed this person's place already: it looks once more.
  const looked = await write(db, lookAgain(db, shop, [sku], Date.now()))
  await enqueueMatches(env, shop.id, wokenRestocks(looked))
}

/** The request with the sku of the variant that it names by its id; undefined if there is none. */
async function withSku(
  db: D1Database,
  shop: Shop,
  request: SealedRequest,
): Promise<SealedRequest | undefined> {
  const asked = JSON.parse(request.json) as { sku: string }
  const found = await findVariant(db, clientShop(shop), asked.sku)
  return found && { ...request, json: JSON.stringify({ ...asked, sku: found.sku }) }
}
