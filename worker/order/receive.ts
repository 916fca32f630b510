/** Takes orders that a shop's backend reports. */
import type { Order } from '../../shared/order.ts'
import { contactIdOf } from '../address/contact.ts'
import { e164 } from '../address/phone.ts'
import { homeOf } from '../homes/home.ts'
import { done, invalid, type Result } from '../result.ts'
import type { Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { isContact, recordOrder } from './store.ts'

/**
 * Records an order for the contact that it names, else for the contact of its address. Faults:
 * `phone_invalid`; `contact_unknown` if the shop has no contact with the id that the order names. `now` is in
 * milliseconds since 1970.
 */
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
  const db = homeOf(env, shop)
  if (order.contactId !== undefined && !(await isContact(db, shop.id, order.contactId))) {
    return invalid([['/contactId', 'contact_unknown']])
  }
  const contactId = order.contactId ?? (await contactIdOf(vault, { email, phone }))
  // The backend's clock may be ahead: an order must not be in the future.
  const placedAt = at === undefined ? now : Math.min(Date.parse(at), now)
  await recordOrder(db, shop, contactId, order, placedAt)
  return done(undefined)
}
