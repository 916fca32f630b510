/** The address by which a contact is known: what a message can reach it at. */
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import type { Vault } from '../vault.ts'
import { presentContact } from './moved.ts'

/** A contact with its own address: an e-mail address, or a number in E.164; neither, if it is not kept. */
export interface Reached {
  id: string
  email?: string | undefined
  phone?: string | undefined
}

// The row of a contact that a form made holds no number: its subscriptions do.
const OWN_ADDRESSES = `SELECT coalesce(k.addresses, (
    SELECT s.addresses FROM subscription s
    WHERE s.contact_id = k.id AND s.shop_id = ?1
      AND k.id IN (s.addresses ->> '$.sms.index', s.addresses ->> '$.whatsapp.index') LIMIT 1)) AS addresses
  FROM contact k WHERE k.id = ?2 AND k.shop_id = ?1`

/**
 * The contact of an id, else the contact to which it moved; undefined if the shop knows neither. Reads one
 * row as a rule. Throws if D1 gives no answer.
 */
export async function reachedContact(
  db: D1Database,
  vault: Vault,
  shopId: string,
  id: string,
): Promise<Reached | undefined> {
  const own = await withOwnAddress(db, vault, shopId, id)
  if (own) return own
  const present = await presentContact(db, shopId, id)
  return present === id ? undefined : withOwnAddress(db, vault, shopId, present)
}

async function withOwnAddress(
  db: D1Database,
  vault: Vault,
  shopId: string,
  id: string,
): Promise<Reached | undefined> {
  const row = await db.prepare(OWN_ADDRESSES).bind(shopId, id).first<{ addresses: string | null }>()
  if (!row) return undefined
  const own = Object.entries(readAddresses(row.addresses)).find(([, { index }]) => index === id)
  if (!own) return { id }
  const [[channel, address] = []] = Object.entries(
    await openAddresses(vault, id, Object.fromEntries([own])),
  )
  return { id, [CHANNELS[channel as Channel]]: address }
}
