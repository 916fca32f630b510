/** From an address that a shop's backend names to the index that stands for it. */
import type { ContactLookup } from '../../shared/contact.ts'
import { done, invalid, type Result } from '../result.ts'
import { e164 } from './phone.ts'
import type { Vault } from '../vault.ts'

/**
 * The index of an address: `contact` for an e-mail address or whatever a contact is known by (its
 * id), `phone` for a number.
 */
export type AddressIndex = { contact: string } | { phone: string }

/** The index of an e-mail address, or else of a number, national ones of the shop's country. */
export async function indexOf(
  vault: Vault,
  { email, phone, country }: ContactLookup,
  shopCountry: string | undefined,
): Promise<Result<AddressIndex>> {
  if (email) return done({ contact: await vault.index('email', email) })
  if (!phone) return invalid([['/email', 'missing']])
  const number = e164(phone, country ?? shopCountry)
  if (!number) return invalid([['/phone', 'phone_invalid']])
  return done({ phone: await vault.index('phone', number) })
}
