/**
 * What a shop's backend says about a person: the shop's own id of the person, and attributes. Each is
 * stored as an address is: sealed for its contact, with an index beside it, so that SQL can see
 * whether it has changed without reading it.
 */
import type { Vault } from '../vault.ts'
import type { SealedAddress } from './sealed.ts'

/** Names of the facts. */
export type Fact = 'customerId' | 'attributes'

/** Seals a fact. The index of a customer id finds the person; that of attributes is the contact's own. */
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

/** Opens a fact as it is stored; null if there is none. */
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
