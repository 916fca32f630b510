/** Taking an order that a shop's backend reports. */
import type { Order } from '../../shared/order.ts'
import { contactIdOf } from '../address/contact.ts'
import { e164 } from '../address/phone.ts'
import { homeOf } from '../homes/home.ts'
import { done, invalid, type Result } from '../result.ts'
import type { Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { recordOrder } from './store.ts'

/** Records the order for its contact: the one that it names, else the one of its address. */
export async function receiveOrder(
  env: Env,
  shop: Shop,
  vault: Vault,
  order: Order,
  now: number,
): Promise<Result<void>> {
  const { email, at } = order
  const country = order.country ?? shop.settings.country
  const phone = order.phone === undefined ? undefined : e164(order.phone, country)
  if (order.phone !== undefined && !phone) return invalid([['/phone', 'phone_invalid']])
  const person = { ...(email && { email }), ...(phone && { phone }) }
  const contactId = order.contactId ?? (await contactIdOf(vault, person))
  // A clock that is ahead must not date an order later than now.
  const placed = at === undefined ? now : Math.min(Date.parse(at), now)
  await recordOrder(homeOf(env, shop), shop.id, contactId, order, placed)
  return done(undefined)
}
