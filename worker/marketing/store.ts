/**
 * Stores consents to marketing in D1, with the contacts and the calls that they cause. A consent that names
 * no product has an empty sku, and the id of its request in the place of a subscription's.
 */
import { channelsBy } from '../address/channels.ts'
import { recordConsents, withdrawGiven } from '../consent/rows.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { CONSENT_REPEAT_MS, HOUR_MS } from '../limits.ts'
import { addToHourStatement } from '../log/store.ts'
import { insertRows } from '../outbox/row.ts'
import { countNewContact, IS_CROWDED } from '../subscription/room.ts'
import { IS_STOPPED } from '../subscription/stopped.ts'
import type { CancelMethod } from '../subscription/withdraw.ts'
import type { SealedConsents } from './seal.ts'

// The people of ?1, each with the columns that a subscription has for its consents.
const PEOPLE = `(SELECT p.value AS request, p.value ->> 'id' AS id, p.value ->> 'shopId' AS shop_id,
    p.value ->> 'contactId' AS contact_id, '' AS sku, p.value ->> 'locale' AS locale,
    '' AS external_id
  FROM json_each(?1) p) s`

const AT = `coalesce(c.value ->> 'at', request ->> 'at')`

// The same consent, given in the same words a short time before, and not withdrawn. One that nobody has
// confirmed does not stand for one that counts.
const IS_REPEATED = `EXISTS (
  SELECT 1 FROM consent g
  WHERE g.contact_id = s.contact_id AND g.shop_id = s.shop_id AND g.sku = ''
    AND g.purpose = 'marketing' AND g.action = 'given' AND g.channel = c.value ->> 'channel'
    AND g.version = c.value ->> 'version' AND g.text_hash = c.value ->> 'textHash'
    AND (g.unconfirmed IS NULL OR request ->> 'pending')
    AND g.at > ${AT} - ${CONSENT_REPEAT_MS}
    AND NOT EXISTS (SELECT 1 FROM consent w
      WHERE w.contact_id = g.contact_id AND w.shop_id = g.shop_id
        AND w.subscription_id = g.subscription_id AND w.purpose = g.purpose
        AND w.channel = g.channel AND w.action = 'withdrawn'))`

const isSuppressedAt = (index: string) => `EXISTS (
  SELECT 1 FROM suppression x
  WHERE x.shop_id = s.shop_id AND x.address_index = ${index}
    AND +x.channel IN ('', c.value ->> 'channel'))`

// A condition on the consent `c` of the person `s`.
const IS_NEW = `NOT ${isSuppressedAt('s.contact_id')}
  AND NOT ${isSuppressedAt(`(c.value ->> 'index')`)} AND NOT ${IS_REPEATED}`

const NEW_CHANNELS = `(SELECT coalesce(sum(c.value ->> 'bit'), 0)
  FROM json_each(s.request, '$.consents') c WHERE ${IS_NEW})`

// Runs first, and reads the same conditions as the statement that records the consents.
const insertCalls = (accepted: string) =>
  insertRows(
    'consent',
    {
      id: `s.id || ':' || (r.value ->> 'name')`,
      shop_id: 's.shop_id',
      destination: `r.value ->> 'name'`,
      due_at: `s.request ->> 'at'`,
      subscription_id: 's.id',
      contact_id: 's.contact_id',
      channels: `s.bits & (r.value ->> 'channels')`,
      addresses: `s.request -> 'addresses'`,
      locale: 's.locale',
      detail: `iif(s.request ->> 'historical', json_object('historical', 1), NULL)`,
    },
    `FROM (SELECT s.*, ${NEW_CHANNELS} AS bits FROM ${PEOPLE} WHERE ${accepted} LIMIT -1) s,
       json_each(s.request, '$.relays') r
     WHERE (s.bits & (r.value ->> 'channels')) <> 0`,
  )

const NOW = `NOT ${IS_CROWDED}`
const LATE = `NOT ${IS_STOPPED}`
const INSERT_CALLS = { now: insertCalls(NOW), late: insertCalls(LATE) }
const INSERT_CONSENTS = {
  now: recordConsents(PEOPLE, `${NOW} AND ${IS_NEW}`),
  late: recordConsents(PEOPLE, `${LATE} AND ${IS_NEW}`),
}

// The person `s` has a consent of this request.
const IS_STORED = `EXISTS (SELECT 1 FROM consent k
  WHERE k.contact_id = s.contact_id AND k.subscription_id = s.id AND k.shop_id = s.shop_id)`

const COUNT = countNewContact(PEOPLE, IS_STORED)

const INSERT_CONTACTS = `INSERT INTO contact (id, shop_id, addresses, created_at)
  SELECT s.contact_id, s.shop_id, CASE WHEN s.request -> '$.addresses.email' IS NOT NULL
    THEN json_object('email', json(s.request -> '$.addresses.email')) END, s.request ->> 'at'
  FROM ${PEOPLE} WHERE ${IS_STORED}
  ON CONFLICT DO NOTHING`

const INSERT_ALIASES = `INSERT INTO alias (shop_id, contact_id, address_index)
  SELECT s.shop_id, s.contact_id, a.value
  FROM ${PEOPLE}, json_each(s.request, '$.aliases') a WHERE ${IS_STORED}
  ON CONFLICT DO NOTHING`

const DIAGNOSE = `SELECT ${IS_CROWDED} AS crowded FROM ${PEOPLE}`

/** The result of storing consents. */
export interface Agreed {
  /** The shop's forms have made as many new contacts in this hour as they may: nothing was stored. */
  crowded: boolean
  /** Ids of the outbox rows that were written; the caller queues them. */
  outbox: string[]
}

/**
 * Stores what people agreed to, once, in one transaction. Nothing is stored for an address that is
 * suppressed, or of a consent that is there already. `late`: it was accepted before, so no ceiling holds,
 * but what the person has stopped since then does. It may run twice. `now`: milliseconds since 1970.
 */
export async function storeConsents(
  db: D1Database,
  shopId: string,
  { json, unconfirmed, counted }: SealedConsents,
  now: number,
  late = false,
): Promise<Agreed> {
  const when = late ? 'late' : 'now'
  const run = (sql: string) => db.prepare(sql).bind(json)
  const [diagnosis, calls] = await write(db, [
    run(DIAGNOSE),
    run(INSERT_CALLS[when]),
    run(INSERT_CONSENTS[when]),
    // Adds how many the statement before it has written.
    ...(unconfirmed
      ? [addToHourStatement(db, shopId, 'consent_unconfirmed', now - (now % HOUR_MS))]
      : []),
    ...(counted ? [run(COUNT)] : []),
    run(INSERT_CONTACTS),
    run(INSERT_ALIASES),
  ])
  const crowded = !late && rows<{ crowded: number }>(diagnosis).some((one) => one.crowded === 1)
  return { crowded, outbox: idsOf([calls]) }
}

/**
 * Statements that record that a person withdrew every consent to marketing: also those that came with a
 * subscription. `index`: the contact; for a number, also the contacts that gave it, whose channels by
 * phone alone are withdrawn.
 */
export function withdrawMarketing(
  db: D1Database,
  shopId: string,
  { index, kind, onlyEmail }: { index: string; kind: 'email' | 'phone'; onlyEmail: boolean },
  method: CancelMethod,
  now: number,
): D1PreparedStatement[] {
  const byPhone = channelsBy('phone').map((channel) => `'${channel}'`)
  const ofContact = `c.contact_id = ?2${onlyEmail ? ` AND c.channel = 'email'` : ''}`
  const ofNumber = `c.channel IN (${byPhone.join(', ')}) AND c.contact_id IN (
    SELECT a.contact_id FROM alias a WHERE a.shop_id = ?1 AND a.address_index = ?2)`
  return [ofContact, ...(kind === 'phone' ? [ofNumber] : [])].map((which) =>
    db
      .prepare(
        withdrawGiven({ method: '?3', at: '?4' }, 'marketing', `c.shop_id = ?1 AND ${which}`),
      )
      .bind(shopId, index, method, now),
  )
}
