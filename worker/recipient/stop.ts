/** What a person stops from a link in a message. Each may be repeated. */
import { homeOf } from '../homes/home.ts'
import type { Recipient } from '../link/token.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { cancelFor } from '../subscription/cancel.ts'
import { suppressAddress } from '../suppression/store.ts'

/** Everything the person waits for in the shop, the product of the message, or every message for good. */
export type Scope = 'everything' | 'product' | 'forever'

/** Cancels what the recipient waits for; `forever` suppresses the address as well. */
export async function stop(
  env: Env,
  shop: Shop,
  { contactId, about }: Recipient,
  scope: Scope,
  method: 'one_click' | 'link',
  now: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const sku = scope === 'product' ? about : undefined
  const outbox =
    scope === 'forever'
      ? await suppressAddress(db, shop, { contact: contactId }, 'person', now)
      : await cancelFor(db, shop, contactId, { sku }, method, now)
  await enqueueOutbox(env, shop.id, outbox)
}

/** Cancels one subscription of the recipient. Another person's id cancels nothing. */
export async function stopOne(
  env: Env,
  shop: Shop,
  { contactId }: Recipient,
  subscriptionId: string,
  now: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const outbox = await cancelFor(db, shop, contactId, { subscriptionId }, 'link', now)
  await enqueueOutbox(env, shop.id, outbox)
}
