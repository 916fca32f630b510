/** A person's data in D1: everything that is held, given out or erased. */
import { rows, write } from '../homes/d1.ts'
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { timeOf } from '../ids.ts'
import type { Shop } from '../shop/shop.ts'
import { channelsFromBits } from '../address/channels.ts'
import { takeBack } from '../subscription/cancel.ts'
import type { Vault } from '../vault.ts'

type Row = Record<string, string | number | null>

// Everything that names a contact, but for the suppression: that one outlives an erasure.
const TABLES = ['subscription', 'consent', 'notification', 'outbox', 'purchase'] as const

/**
 * Everything held about a contact, addresses in clear; undefined for one that the shop never had.
 * `outbox` is read through, the others are reached by the contact.
 */
export async function exportContact(
  db: D1Database,
  vault: Vault,
  shopId: string,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  const [contact, suppression, ...held] = await db.batch<Row>([
    db.prepare('SELECT * FROM contact WHERE id = ?2 AND shop_id = ?1').bind(shopId, id),
    db
      .prepare(
        `SELECT reason, channel, at FROM suppression
         WHERE shop_id = ?1 AND address_index = ?2 ORDER BY channel`,
      )
      .bind(shopId, id),
    ...TABLES.map((name) =>
      db.prepare(`SELECT * FROM ${name} WHERE contact_id = ?2 AND shop_id = ?1`).bind(shopId, id),
    ),
  ])
  const [person] = rows<Row>(contact)
  if (!person) return undefined
  const [subscriptions, consents, notifications, outbox, purchases] = await Promise.all(
    held.map((result) => Promise.all(rows<Row>(result).map((row) => readable(row, vault)))),
  )
  const [suppressed] = rows<Row>(suppression)
  return {
    ...(await readable(person, vault)),
    ...(suppressed && { suppressed: await readable(suppressed, vault) }),
    subscriptions: subscriptions?.map((one) => ({
      ...one,
      createdAt: new Date(timeOf(String(one['id']))).toISOString(),
    })),
    consents,
    notifications,
    outbox,
    purchases,
  }
}

const JSON_TEXT = new Set(['attributes', 'product', 'relays', 'detail'])
const TIMES = new Set(['at', 'sent_at', 'clicked_at', 'created_at', 'due_at'])
// Where the API says it otherwise: in SQL a quantity is a level's.
const NAMES: Record<string, string> = { wanted: 'quantity' }
// Of use to nobody but the Worker.
const INNER = new Set(['shop_id', 'contact_id', 'request_id'])

/** A row for people: named as in the API, opened, without what is empty. */
async function readable(row: Row, vault: Vault): Promise<Record<string, unknown>> {
  const shown: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === '' || INNER.has(column)) continue
    const name =
      NAMES[column] ?? column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    if (column === 'addresses') Object.assign(shown, await namedAddresses(String(value), vault))
    else if (JSON_TEXT.has(column)) shown[name] = JSON.parse(String(value))
    else if (TIMES.has(column)) shown[name] = new Date(Number(value)).toISOString()
    else if (column === 'channels') shown[name] = channelsFromBits(Number(value))
    else shown[name] = value
  }
  return shown
}

/** Addresses as the API names them: an e-mail address, and a number once for all its channels. */
async function namedAddresses(json: string, vault: Vault): Promise<Record<string, string>> {
  const opened = await openAddresses(vault, readAddresses(json))
  return Object.fromEntries(
    Object.entries(opened).map(([channel, address]) => [
      CHANNELS[channel as Channel].address,
      address,
    ]),
  )
}

/** What an erasure did. */
export interface Erased {
  found: boolean
  /** Outbox rows written, to be put on the queue. */
  outbox: string[]
}

/**
 * Erases everything held about a contact, messages on their way included. A suppression stays: it
 * holds no address, and is what keeps the person from being written to again. So does, until it is
 * done, what asks a platform to take a subscription back.
 */
export async function eraseContact(
  db: D1Database,
  shop: Shop,
  id: string,
  now: number,
): Promise<Erased> {
  const back = takeBack(db, shop, id, {}, now)
  const results = await write(db, [
    ...back,
    ...['contact' as const, ...TABLES].map((name) => {
      const key = name === 'contact' ? 'id' : 'contact_id'
      const but = name === 'outbox' ? ` AND call <> 'cancel'` : ''
      return db
        .prepare(`DELETE FROM ${name} WHERE ${key} = ?2 AND shop_id = ?1${but}`)
        .bind(shop.id, id)
    }),
  ])
  return {
    found: results.slice(back.length).some((result) => result.meta.changes > 0),
    outbox: back.length > 0 ? rows<{ id: string }>(results[0]).map((row) => row.id) : [],
  }
}

/**
 * The contact with one of these indexes: its own, or else of the number that it gave with a
 * subscription. Reads the list through for the latter.
 */
export async function findContact(
  db: D1Database,
  shopId: string,
  index: string,
): Promise<string | undefined> {
  const row = await db
    .prepare(
      `SELECT id FROM contact WHERE id = ?2 AND shop_id = ?1
       UNION ALL SELECT s.contact_id FROM subscription s, json_each(s.addresses) a
       WHERE s.shop_id = ?1 AND a.value ->> 'index' = ?2
       LIMIT 1`,
    )
    .bind(shopId, index)
    .first<{ id: string }>()
  return row?.id
}
