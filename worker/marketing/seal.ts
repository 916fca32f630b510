/** Turns consents to marketing into JSON for SQL, with the addresses sealed. */
import { contactIdOf } from '../address/contact.ts'
import { channelBits } from '../address/channels.ts'
import { sealAddresses } from '../address/sealed.ts'
import { newId } from '../ids.ts'
import { consentTakerBits } from '../shop/rules.ts'
import type { ClientShop } from '../shop/shop.ts'
import { roomOf, standsForAll } from '../subscription/room.ts'
import type { Evidence } from '../subscription/rules.ts'
import { hashOf } from '../subscription/seal.ts'
import type { Vault } from '../vault.ts'
import type { ConsentRequest } from './request.ts'

/** Consents of one or several people as the SQL of this folder reads them. No address is in clear. */
export interface SealedConsents {
  /** A list, one entry for each person. */
  json: string
  /** Whether these people have to confirm their addresses first: then nothing is passed on. */
  unconfirmed: boolean
  /** Whether a new contact among them is counted for all (subscription/room.ts). */
  counted: boolean
}

/**
 * Seals what people agreed to at `now` (milliseconds since 1970), and gives each of them an id that stands
 * for the request in the place of a subscription's.
 */
export async function sealConsents(
  vault: Vault,
  shop: ClientShop,
  people: ConsentRequest[],
  evidence: Evidence,
  unconfirmed: boolean,
  now: number,
): Promise<SealedConsents> {
  const relays = consentTakerBits(shop)
  const sealed = await Promise.all(
    people.map(async ({ consents, locale = '', page, ...person }) => {
      const channels = consents.map(({ channel }) => channel)
      const contactId = await contactIdOf(vault, person)
      const addresses = await sealAddresses(vault, contactId, channels, person)
      const indexes = new Set(Object.values(addresses).map(({ index }) => index))
      indexes.delete(contactId)
      return {
        id: newId(now),
        at: now,
        shopId: shop.id,
        contactId,
        locale,
        addresses,
        aliases: [...indexes],
        page,
        consents: await Promise.all(
          consents.map(async ({ channel, version, text, at }) => ({
            purpose: 'marketing',
            words: 'declared',
            channel,
            bit: channelBits([channel]),
            index: addresses[channel]?.index,
            version,
            textHash: await hashOf(text),
            at,
          })),
        ),
        ...(consents.some(({ at }) => at !== undefined) && { historical: 1 }),
        relays: unconfirmed ? [] : relays,
        ...(unconfirmed && { pending: 1 }),
        ...evidence,
        ...(evidence.method === 'form' && roomOf(shop.limits, now)),
      }
    }),
  )
  const distinct = withoutRepetitions(sealed)
  const counted =
    evidence.method === 'form' &&
    sealed.some(({ contactId }) => standsForAll(contactId, shop.limits))
  return { json: JSON.stringify(distinct), unconfirmed, counted }
}

interface SealedPerson {
  contactId: string
  consents: { channel: string; index: string | undefined; textHash: string; version: string }[]
}

/** The list with each consent once: one person may stand in it twice. */
function withoutRepetitions<P extends SealedPerson>(people: P[]): P[] {
  const seen = new Set<string>()
  return people.flatMap((person) => {
    const consents = person.consents.filter(({ channel, index, textHash, version }) => {
      const key = JSON.stringify([person.contactId, channel, index, textHash, version])
      const isFirst = !seen.has(key)
      seen.add(key)
      return isFirst
    })
    return consents.length > 0 ? [{ ...person, consents }] : []
  })
}
