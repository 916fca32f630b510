/** What a person stops from a link in a message. Each may be repeated. */
import { movedTo } from '../contact/moved.ts'
import { isUnavailable } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import type { Recipient } from '../link/token.ts'
import { defer } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { cancelFor } from '../subscription/cancel.ts'
import { suppressAddress } from '../suppression/store.ts'
import { openVault } from '../vault.ts'

/** Everything the person waits for in the shop, the product of the message, or every message for good. */
export type Scope = 'everything' | 'product' | 'forever'

/** A stop that waits in the intake queue. `at`: milliseconds since 1970. */
export interface DeferredStop {
  kind: 'stop'
  recipient: Recipient
  scope: Scope
  method: 'one_click' | 'link'
  at: number
}

/**
 * Cancels what the recipient waits for; `forever` suppresses the address as well. If D1 gives no answer,
 * the intake queue keeps the stop until D1 has time for it.
 */
export async function stop(
  env: Env,
  shop: Shop,
  recipient: Recipient,
  scope: Scope,
  method: 'one_click' | 'link',
  now: number,
): Promise<void> {
  const work: DeferredStop = { kind: 'stop', recipient, scope, method, at: now }
  try {
    await stopDeferred(env, shop, work)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    await defer(env, await openVault(env, shop), shop.id, work)
  }
}

/** Does a stop. Throws if D1 gives no answer. */
export async function stopDeferred(
  env: Env,
  shop: Shop,
  { recipient: { contactId, about, madeAt }, scope, method, at }: DeferredStop,
): Promise<void> {
  const sku = scope === 'product' ? about : undefined
  const stopAt = (id: string) =>
    scope === 'forever'
      ? suppressAddress(env, shop, { kind: 'email', index: id }, 'person', at)
      : cancelFor(env, shop, id, { sku }, method, at)
  const moved = await movedTo(homeOf(env, shop), shop.id, contactId, madeAt)
  // The message is from before the person gave another address, and may be stopped for both.
  if (moved !== undefined) await stopAt(moved)
  return stopAt(contactId)
}

/** Cancels one subscription of the recipient. The id of another person's subscription cancels nothing. */
export const stopOne = (
  env: Env,
  shop: Shop,
  { contactId }: Recipient,
  subscriptionId: string,
  now: number,
): Promise<void> => cancelFor(env, shop, contactId, { subscriptionId }, 'link', now)
