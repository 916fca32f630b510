/**
 * Facts that a shop's backend sends about a person: the shop's own id of the person, and
 * attributes. They are stored like addresses: sealed for the contact, each with an index. By the
 * index, SQL sees whether a fact has changed.
 */
import type { Vault } from '../vault.ts'
import type { SealedAddress } from './sealed.ts'

/** The name of a fact. */
export type Fact = 'customerId' | 'attributes'

/**
 * Seals a fact. The index of a customer id finds the person; an index of attributes is of use only
 * within its contact.
 */
export async function sealFact(
  vault: Vault,
  contactId: string,
  fact: Fact,
  text: string,
): Promise<SealedAddress> {
  const [sealed, index] = await Promise.all([
    vault.seal(text, [fact, contactId]),
    fact === 'customerId'
      ? vault.index('customer', text)
      : vault.index('attributes', JSON.stringify([contactId, text])),
  ])
  return { sealed, index }
}

/** Opens a stored fact; null if there is none. */
export async function openFact(
  vault: Vault,
  contactId: string,
  fact: Fact,
  stored: string | null,
): Promise<string | null> {
  if (stored === null) return null
  const { sealed } = JSON.parse(stored) as SealedAddress
  return vault.open(sealed, [fact, contactId])
}
