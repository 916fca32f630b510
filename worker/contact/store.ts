/** A contact's data in D1: found, exported and erased. */
import { idsOf, rows, write } from '../homes/d1.ts'
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { openFact } from '../address/facts.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { productIn, type Snapshot } from '../catalog/snapshot.ts'
import { timeOf } from '../ids.ts'
import type { Shop } from '../shop/shop.ts'
import { channelsFromBits } from '../address/channels.ts'
import { WORDS } from '../consent/rows.ts'
import { cancelAtDestinations } from '../subscription/cancel-calls.ts'
import { rememberStopped } from '../subscription/stopped.ts'
import type { Vault } from '../vault.ts'

type Row = Record<string, string | number | null>

// All tables that name a contact, except `suppression`: a suppression outlives an erasure.
const TABLES = [
  'subscription',
  'consent',
  'notification',
  'outbox',
  'reminder',
  'purchase',
  'alias',
] as const

// Orders under a phone number of the contact. Not if another contact has this number as its own.
const BY_ALIAS = `shop_id = ?1 AND contact_id IN (
  SELECT a.address_index FROM alias a WHERE a.shop_id = ?1 AND a.contact_id = ?2
    AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = a.address_index AND k.shop_id = ?1))`

/** All data about a contact, and the language of the person's requests, if it is known. */
export interface ExportedContact {
  data: Record<string, unknown>
  /** BCP 47 */
  locale: string | undefined
}

/**
 * All data about a contact, with addresses in clear; undefined if the shop does not know the
 * contact. `outbox` has no index on the contact, so it is read whole.
 */
export async function exportContact(
  db: D1Database,
  vault: Vault,
  shopId: string,
  id: string,
): Promise<ExportedContact | undefined> {
  const [contact, suppression, byAlias, moved, ...others] = await db.batch<Row>([
    db.prepare('SELECT * FROM contact WHERE id = ?2 AND shop_id = ?1').bind(shopId, id),
    db
      .prepare(
        `SELECT reason, channel, at FROM suppression
         WHERE shop_id = ?1 AND address_index = ?2 ORDER BY channel`,
      )
      .bind(shopId, id),
    db.prepare(`SELECT * FROM purchase WHERE ${BY_ALIAS}`).bind(shopId, id),
    db
      .prepare('SELECT at, ip, user_agent FROM moved WHERE shop_id = ?1 AND to_id = ?2 ORDER BY at')
      .bind(shopId, id),
    ...TABLES.map((name) =>
      db
        .prepare(
          `SELECT c.* ${name === 'consent' ? `, ${WORDS} AS text` : ''} FROM ${name} c
           WHERE c.contact_id = ?2 AND c.shop_id = ?1`,
        )
        .bind(shopId, id),
    ),
  ])
  const [person] = rows<Row>(contact)
  if (!person) return undefined
  const [subscriptions, consents, notifications, outbox, reminders, purchases, ordered] =
    await Promise.all(
      [...others.slice(0, -1), byAlias].map((result) =>
        Promise.all(rows<Row>(result).map((row) => readable(row, vault, id))),
      ),
    )
  const [suppressed] = rows<Row>(suppression)
  const moves = await Promise.all(rows<Row>(moved).map((row) => readable(row, vault, id)))
  const data = {
    ...(await readable(person, vault, id)),
    ...(suppressed && { suppressed: await readable(suppressed, vault, id) }),
    subscriptions: subscriptions?.map((one) => ({
      ...one,
      createdAt: new Date(timeOf(String(one['id']))).toISOString(),
    })),
    // The words are those of the shop's forms, unless the row says otherwise.
    consents: consents?.map((one) => ({ words: 'published', ...one })),
    notifications,
    outbox,
    // Reminders that are planned.
    ...((reminders ?? []).length > 0 && { reminders }),
    // When the person moved to another address, with IP address and User-Agent.
    ...(moves.length > 0 && { moves }),
    // `by`: the order names only a number, and nobody checked that it is this person's.
    purchases: [...(purchases ?? []), ...(ordered ?? []).map((one) => ({ ...one, by: 'phone' }))],
  }
  const locales = [...(subscriptions ?? []), ...(consents ?? [])].flatMap(
    ({ locale }) => locale ?? [],
  )
  return { data, locale: locales.at(-1) as string | undefined }
}

const JSON_TEXT = new Set(['relays', 'detail', 'data'])
const TIMES = new Set(['at', 'sent_at', 'clicked_at', 'created_at', 'due_at', 'told_at'])
// Columns with another name in the API. In SQL, `quantity` is the quantity of a level.
const NAMES: Record<string, string> = { wanted: 'quantity' }
// Columns that only the Worker needs.
const INTERNAL = new Set(['shop_id', 'contact_id', 'request_id', 'undo'])

/** A row for an export: named as in the API, with addresses in clear, without empty columns. */
async function readable(row: Row, vault: Vault, id: string): Promise<Record<string, unknown>> {
  const shown: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === '' || INTERNAL.has(column)) continue
    const name =
      NAMES[column] ?? column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    if (column === 'attributes') {
      shown[name] = JSON.parse((await openFact(vault, id, 'attributes', String(value))) ?? '{}')
    } else if (column === 'customer_id') {
      shown[name] = await openFact(vault, id, 'customerId', String(value))
    } else if (column === 'addresses')
      Object.assign(shown, await namedAddresses(String(value), vault, id))
    else if (column === 'product') shown[name] = productIn(JSON.parse(String(value)) as Snapshot)
    else if (JSON_TEXT.has(column)) shown[name] = JSON.parse(String(value))
    else if (TIMES.has(column)) shown[name] = new Date(Number(value)).toISOString()
    else if (column === 'channels') shown[name] = channelsFromBits(Number(value))
    else shown[name] = value
  }
  return shown
}

/** Addresses as the API names them: `email`, and `phone` once for all channels that use it. */
async function namedAddresses(
  json: string,
  vault: Vault,
  id: string,
): Promise<Record<string, string>> {
  const opened = await openAddresses(vault, id, readAddresses(json))
  return Object.fromEntries(
    Object.entries(opened).map(([channel, address]) => [CHANNELS[channel as Channel], address]),
  )
}

// A backend's own words may name the person. Words are kept if another contact has the same.
const DROP_OWN_WORDS = `DELETE FROM consent_text WHERE shop_id = ?1 AND vouched = 1
  AND hash IN (SELECT text_hash FROM consent
    WHERE contact_id = ?2 AND shop_id = ?1 AND words = 'caller')
  AND NOT EXISTS (SELECT 1 FROM consent c
    WHERE c.shop_id = ?1 AND c.text_hash = hash AND c.words = 'caller' AND c.contact_id <> ?2)`

const DROP_OF_BEFORE = `DELETE FROM outbox WHERE shop_id = ?1 AND call <> 'cancel'
  AND contact_id IN (SELECT v.contact_id FROM moved v WHERE v.shop_id = ?1 AND v.to_id = ?2)
  AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = outbox.contact_id AND k.shop_id = ?1)`

/** The result of an erasure. */
export interface Erased {
  /** Whether anything was deleted. */
  found: boolean
  /** Ids of the outbox rows that were written; the caller queues them. */
  outbox: string[]
}

/**
 * Erases all data about a contact, queued messages included. A suppression stays: it holds no
 * address, and it stops the shop from writing to the person again. `cancel` rows stay until
 * platforms have cancelled the contact's subscriptions. A request that waits in the intake queue is
 * dropped when its turn comes.
 */
export async function eraseContact(
  db: D1Database,
  shop: Shop,
  id: string,
  now: number,
): Promise<Erased> {
  const cancel = cancelAtDestinations(db, shop, id, {}, now)
  const [, ...results] = await write(db, [
    rememberStopped(db, shop.id, id, {}, now),
    ...cancel,
    db.prepare(DROP_OWN_WORDS).bind(shop.id, id),
    // Calls about messages to an earlier address of the person.
    db.prepare(DROP_OF_BEFORE).bind(shop.id, id),
    db.prepare('DELETE FROM moved WHERE shop_id = ?1 AND to_id = ?2').bind(shop.id, id),
    // Runs before the aliases are deleted, because it reads them.
    db.prepare(`DELETE FROM purchase WHERE ${BY_ALIAS}`).bind(shop.id, id),
    ...['contact' as const, 'confirmation' as const, ...TABLES].map((name) => {
      const key = name === 'contact' ? 'id' : 'contact_id'
      const except = name === 'outbox' ? ` AND call <> 'cancel'` : ''
      return db
        .prepare(`DELETE FROM ${name} WHERE ${key} = ?2 AND shop_id = ?1${except}`)
        .bind(shop.id, id)
    }),
  ])
  return {
    found: results.slice(cancel.length).some((result) => result.meta.changes > 0),
    outbox: idsOf(results.slice(0, cancel.length)),
  }
}

/**
 * The ids of all contacts that have one of these indexes, then of those that gave it as a number or
 * customer id with a subscription. Several people may give the same number. An earlier address of a
 * person finds the person, unless somebody has it now.
 */
export async function findContacts(
  db: D1Database,
  shopId: string,
  indexes: readonly string[],
): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT k.id FROM json_each(?2) j JOIN contact k ON k.id = j.value AND k.shop_id = ?1
       UNION ALL
       SELECT a.contact_id FROM json_each(?2) j
         JOIN alias a ON a.shop_id = ?1 AND a.address_index = j.value
       UNION ALL
       SELECT v.to_id FROM json_each(?2) j
         JOIN moved v ON v.shop_id = ?1 AND v.contact_id = j.value
       WHERE NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = j.value AND k.shop_id = ?1)`,
    )
    .bind(shopId, JSON.stringify(indexes))
    .all<{ id: string }>()
  return [...new Set(results.map(({ id }) => id))]
}
