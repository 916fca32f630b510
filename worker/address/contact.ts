/** The id of a contact. */
import type { Vault } from '../vault.ts'

/**
 * The id of a contact: the index of its e-mail address; without one, of its phone number (E.164);
 * without either, of the customer id that the shop gave it.
 */
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
