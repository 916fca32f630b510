/** The address by which a contact is known: what a message can reach it at. */
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { openFact } from '../address/facts.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { FOUND_CONTACTS } from '../limits.ts'
import type { Vault } from '../vault.ts'
import { presentContact } from './moved.ts'

/** What the shop's backend said about a person. */
export type Attributes = Record<string, string | number | boolean>

/** A contact with its own address: an e-mail address, or a number in E.164. */
export interface Reached {
  id: string
  email?: string | undefined
  phone?: string | undefined
  attributes: Attributes
}

interface Row {
  id: string
  addresses: string
  attributes: string | null
}

// The row of a contact that a form made holds no number: its subscriptions do. A contact without an
// address of its own is left out.
const KNOWN = `(SELECT k.id, k.attributes, coalesce(k.addresses, (
    SELECT s.addresses FROM subscription s
    WHERE s.contact_id = k.id AND s.shop_id = ?1
      AND k.id IN (s.addresses ->> '$.sms.index', s.addresses ->> '$.whatsapp.index') LIMIT 1)) AS addresses
  FROM json_each(?2) j CROSS JOIN contact k ON k.id = j.value AND k.shop_id = ?1
  ORDER BY j.key LIMIT ${FOUND_CONTACTS}) WHERE addresses IS NOT NULL`

/**
 * The contacts with these ids that can be reached, in the order of the ids, at most `FOUND_CONTACTS`. Reads
 * two rows for each. Throws if D1 gives no answer.
 */
export async function reachedContacts(
  db: D1Database,
  vault: Vault,
  shopId: string,
  ids: readonly string[],
): Promise<Reached[]> {
  const { results } = await db
    .prepare(`SELECT id, attributes, addresses FROM ${KNOWN}`)
    .bind(shopId, JSON.stringify(ids))
    .all<Row>()
  const all = await Promise.all(results.map((row) => opened(vault, row)))
  return all.flat()
}

/** The contact of an id, else the contact to which it moved; undefined if neither can be reached. */
export async function reachedContact(
  db: D1Database,
  vault: Vault,
  shopId: string,
  id: string,
): Promise<Reached | undefined> {
  const [own] = await reachedContacts(db, vault, shopId, [id])
  if (own) return own
  const present = await presentContact(db, shopId, id)
  if (present === id) return undefined
  const [moved] = await reachedContacts(db, vault, shopId, [present])
  return moved
}

async function opened(vault: Vault, { id, addresses, attributes }: Row): Promise<Reached[]> {
  const own = Object.entries(readAddresses(addresses)).find(([, { index }]) => index === id)
  if (!own) return []
  const [inClear, said] = await Promise.all([
    openAddresses(vault, id, Object.fromEntries([own])),
    openFact(vault, id, 'attributes', attributes),
  ])
  return Object.entries(inClear).map(([channel, address]) => ({
    id,
    [CHANNELS[channel as Channel]]: address,
    attributes: said === null ? {} : (JSON.parse(said) as Attributes),
  }))
}

/** Whether nobody may write to the address that has this index. */
export async function isSilenced(db: D1Database, shopId: string, index: string): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT 1 FROM suppression WHERE shop_id = ?1 AND address_index = ?2
         AND +channel IN ('', 'email', 'sms') LIMIT 1`,
    )
    .bind(shopId, index)
    .first()
  return row !== null
}
