/** Finds the index of an address that a shop's backend sends. */
import type { Address, ContactLookup } from '../../shared/contact.ts'
import { done, invalid, type Result } from '../result.ts'
import { e164 } from './phone.ts'
import type { Vault } from '../vault.ts'

/** The index of the address in a lookup, else of its customer id. Faults as below. */
export async function lookupIndexOf(
  vault: Vault,
  { customerId, ...address }: ContactLookup,
  shopCountry: string | undefined,
): Promise<Result<string>> {
  if (customerId && !address.email && !address.phone) {
    return done(await vault.index('customer', customerId))
  }
  const found = await addressIndexOf(vault, address, shopCountry)
  return found.ok ? done(found.value.index) : found
}

/** The index of an address. That of an e-mail address is the id of the contact, too. */
export interface AddressIndex {
  kind: 'email' | 'phone'
  index: string
}

/**
 * The index of the e-mail address in a request, else of its phone number. A national number belongs
 * to the country of the request, else to the country of the shop. Faults: `missing`,
 * `phone_invalid`.
 */
export async function addressIndexOf(
  vault: Vault,
  { email, phone, country }: Address,
  shopCountry: string | undefined,
): Promise<Result<AddressIndex>> {
  if (email) return done({ kind: 'email', index: await vault.index('email', email) })
  if (!phone) return invalid([['/email', 'missing']])
  const number = e164(phone, country ?? shopCountry)
  if (!number) return invalid([['/phone', 'phone_invalid']])
  return done({ kind: 'phone', index: await vault.index('phone', number) })
}
