/**
 * Addresses that are never to be written to again. Only their index is kept, so that it can outlive
 * everything else that is known of a person. A suppressed e-mail address (or the number of somebody
 * who gave no other address) stops everything to that person; a suppressed number stops only what
 * goes over SMS of a person who is known by e-mail. An e-mail address that bounced or was protested
 * from stops only e-mail: what the person asked for over another channel is not touched by that.
 */
import { rows, write } from '../homes/d1.ts'
import type { Shop } from '../shop/shop.ts'
import {
  cancelling,
  idsIn,
  removable,
  type StopMethod,
  takeBack,
  withdrawing,
} from '../subscription/cancel.ts'

/**
 * On whose word: the person's own, the shop's, or what a message met: it bounced for good, it was
 * reported as spam, it was answered STOP.
 */
export type SuppressionReason = 'person' | 'shop' | 'bounce' | 'complaint' | 'stop'

/**
 * The index of an address: `contact` of an e-mail address or of what a contact is known by (its
 * id), `phone` of a number.
 */
export type AddressIndex = { contact: string } | { phone: string }

const METHOD = {
  person: 'link',
  shop: 'api',
  bounce: 'bounce',
  complaint: 'complaint',
  stop: 'stop',
} as const

const EMAIL = 1
const SMS = 2

/** What says something of the address alone, and not of what its owner wants. */
const OF_THE_ADDRESS = new Set<SuppressionReason>(['bounce', 'complaint'])

/**
 * Suppresses an address, and cancels what waits for it and what is on its way to it, in one
 * transaction; once more changes nothing. A reason that a shop cannot lift takes the place of one
 * that it can. Reads the shop's list through for a number. Gives the outbox rows written, to be put
 * on the queue.
 */
export async function suppressAddress(
  db: D1Database,
  shop: Shop,
  address: AddressIndex,
  reason: SuppressionReason,
  now: number,
): Promise<string[]> {
  const index = 'phone' in address ? address.phone : address.contact
  const method = METHOD[reason]
  const onlyEmail = 'contact' in address && OF_THE_ADDRESS.has(reason)
  const results = await write(db, [
    db
      .prepare(
        `INSERT INTO suppression (shop_id, address_index, channel, reason, at)
         VALUES (?1, ?2, ?5, ?3, ?4)
         ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at
         WHERE reason IN ('person', 'shop') AND excluded.reason NOT IN ('person', 'shop')`,
      )
      .bind(shop.id, index, reason, now, onlyEmail ? 'email' : ''),
    ...(onlyEmail
      ? withoutEmail(db, shop, index, method, now)
      : cancelling(db, shop, index, {}, method, now)),
    ...('phone' in address ? silencing(db, shop.id, index, method, now) : []),
  ])
  return idsIn(results)
}

/** Takes e-mail out of what a person waits for, and off its way; what was given up stays to be seen. */
function withoutEmail(
  db: D1Database,
  shop: Shop,
  contactId: string,
  method: string,
  now: number,
): D1PreparedStatement[] {
  const mine = 'shop_id = ?1 AND contact_id = ?2'
  // A call that takes something back may need the address to find it.
  const outbox = `${mine} AND state = 'open' AND call IN ('subscribe', 'notify', 'confirm')`
  const values = [shop.id, contactId]
  const removed = [
    `DELETE FROM outbox WHERE ${outbox} AND channels = ${EMAIL}`,
    `UPDATE outbox SET channels = channels & ~${EMAIL}, email = NULL
     WHERE ${outbox} AND (channels & ${EMAIL}) <> 0 AND channels <> ${EMAIL}`,
    `DELETE FROM subscription WHERE ${mine} AND channels = ${EMAIL}`,
    `UPDATE subscription SET channels = channels & ~${EMAIL}
     WHERE ${mine} AND (channels & ${EMAIL}) <> 0`,
  ]
  return [
    ...withdrawing(db, `s.contact_id = ?2 AND c.channel = 'email'`, [...values, method, now]),
    ...takeBack(db, shop, contactId, {}, now, EMAIL),
    ...removed.map((sql) => db.prepare(sql).bind(...values)),
  ]
}

/** Takes a number out of what people who are known by e-mail wait for, and off its way. */
function silencing(
  db: D1Database,
  shopId: string,
  index: string,
  method: StopMethod,
  now: number,
): D1PreparedStatement[] {
  const numbered = 'shop_id = ?1 AND phone_index = ?2'
  const outbox = `${numbered} AND ${removable(method)}`
  return [
    ...withdrawing(db, `s.phone_index = ?2 AND c.channel = 'sms'`, [shopId, index, method, now]),
    ...[
      ['outbox', outbox],
      ['subscription', numbered],
    ].flatMap(([name, which]) => [
      db.prepare(`DELETE FROM ${name} WHERE ${which} AND channels = ${SMS}`).bind(shopId, index),
      db
        .prepare(
          `UPDATE ${name} SET channels = channels & ~${SMS}, phone = NULL, phone_index = NULL
           WHERE ${which}`,
        )
        .bind(shopId, index),
    ]),
  ]
}

/**
 * Lifts a suppression, if it is there for one of the reasons. Gives the reason for which it stays;
 * undefined where the address may be written to.
 */
export async function liftSuppression(
  db: D1Database,
  shopId: string,
  index: string,
  reasons: SuppressionReason[],
): Promise<SuppressionReason | undefined> {
  const [, left] = await write(db, [
    db
      .prepare(
        `DELETE FROM suppression WHERE shop_id = ?1 AND address_index = ?2
           AND reason IN (SELECT value FROM json_each(?3))`,
      )
      .bind(shopId, index, JSON.stringify(reasons)),
    db
      .prepare('SELECT reason FROM suppression WHERE shop_id = ?1 AND address_index = ?2')
      .bind(shopId, index),
  ])
  return rows<{ reason: SuppressionReason }>(left)[0]?.reason
}

const LISTED = (index: string, scope = '') => `EXISTS (
  SELECT 1 FROM suppression x
  WHERE x.shop_id = ?1 AND x.address_index = outbox.${index} ${scope})`

/**
 * Drops outbox rows to suppressed people, and those over one channel whose address is suppressed,
 * whoever wrote them. Gives what was dropped.
 */
export async function dropSuppressed(
  db: D1Database,
  shopId: string,
  ids: string[],
): Promise<{ call: string; destination: string }[]> {
  const { results } = await db
    .prepare(
      `DELETE FROM outbox
       WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1
         AND call IN ('subscribe', 'notify', 'confirm') AND (
           ${LISTED('contact_id', `AND (x.channel = '' OR outbox.channels = ${EMAIL})`)}
           OR (channels = ${SMS} AND phone_index IS NOT NULL AND ${LISTED('phone_index')})
           OR (channels = ${EMAIL | SMS} AND ${LISTED('phone_index')} AND ${LISTED('contact_id')}))
       RETURNING call, destination`,
    )
    .bind(shopId, JSON.stringify(ids))
    .all<{ call: string; destination: string }>()
  return results
}

/**
 * Leaves suppressed addresses out of calls that go over further channels. Asks only if there are
 * such calls.
 */
export async function withoutSuppressed<
  Row extends {
    contact_id: string
    channels: number
    email: string | null
    phone: string | null
    phone_index: string | null
  },
>(db: D1Database, shopId: string, calls: Row[]): Promise<Row[]> {
  // One bit alone: dropped already, if its address is suppressed.
  const several = calls.filter(({ channels }) => (channels & (channels - 1)) !== 0)
  if (several.length === 0) return calls
  const indexes = several.flatMap((row) => [row.contact_id, row.phone_index ?? []].flat())
  const { results } = await db
    .prepare(
      `SELECT address_index, channel FROM suppression
       WHERE shop_id = ?1 AND address_index IN (SELECT value FROM json_each(?2))`,
    )
    .bind(shopId, JSON.stringify(indexes))
    .all<{ address_index: string; channel: string }>()
  const listed = new Set(results.map((row) => row.channel + row.address_index))
  return calls.map((row) => {
    if (!several.includes(row)) return row
    const email = (row.channels & EMAIL) !== 0 && listed.has(`email${row.contact_id}`)
    const sms = (row.channels & SMS) !== 0 && listed.has(row.phone_index ?? '')
    return {
      ...row,
      channels: row.channels & ~((email ? EMAIL : 0) | (sms ? SMS : 0)),
      ...(email && { email: null }),
      ...(sms && { phone: null }),
    }
  })
}
