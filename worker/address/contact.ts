/** Which contact a request is about. */
import type { Vault } from '../vault.ts'

/** A contact is known by its e-mail address, else by its number, else by the shop's own name for it. */
export function contactIdOf(
  vault: Vault,
  person: {
    email?: string | undefined
    phone?: string | undefined
    customerId?: string | undefined
  },
): Promise<string> {
  const { email, phone, customerId = '' } = person
  if (email) return vault.index('email', email)
  return phone ? vault.index('phone', phone) : vault.index('customer', customerId)
}
