/** What a person stops from a link in a message. Each may be repeated. */
import type { Recipient } from '../link/token.ts'
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
  if (scope === 'forever') {
    return suppressAddress(env, shop, { kind: 'email', index: contactId }, 'person', now)
  }
  const sku = scope === 'product' ? about : undefined
  return cancelFor(env, shop, contactId, { sku }, method, now)
}

/** Cancels one subscription of the recipient. The id of another person's subscription cancels nothing. */
export const stopOne = (
  env: Env,
  shop: Shop,
  { contactId }: Recipient,
  subscriptionId: string,
  now: number,
): Promise<void> => cancelFor(env, shop, contactId, { subscriptionId }, 'link', now)
