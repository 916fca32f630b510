/**
 * Addresses that are never to be written to again. Only their index is kept, so that it can outlive
 * everything else that is known of a person. A suppressed e-mail address (or the number of somebody
 * who gave no other address) stops everything to that person; a suppressed number stops only what
 * goes over SMS of a person who is known by e-mail.
 */
import { rows, write } from '../d1.ts'
import type { Shop } from '../shop/shop.ts'
import { cancelling, idsIn, withdrawing } from '../subscription/cancel.ts'

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

const SMS = 2

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
  const results = await write(db, [
    db
      .prepare(
        `INSERT INTO suppression (shop_id, address_index, reason, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at
         WHERE reason IN ('person', 'shop') AND excluded.reason NOT IN ('person', 'shop')`,
      )
      .bind(shop.id, index, reason, now),
    ...cancelling(db, shop, index, {}, method, now),
    ...('phone' in address ? silencing(db, shop.id, index, method, now) : []),
  ])
  return idsIn(results)
}

/** Takes a number out of what people who are known by e-mail wait for, and off its way. */
function silencing(
  db: D1Database,
  shopId: string,
  index: string,
  method: string,
  now: number,
): D1PreparedStatement[] {
  return [
    ...withdrawing(db, `s.phone_index = ?2 AND c.channel = 'sms'`, [shopId, index, method, now]),
    ...['outbox', 'subscription'].flatMap((name) => [
      db
        .prepare(
          `DELETE FROM ${name} WHERE shop_id = ?1 AND phone_index = ?2 AND channels = ${SMS}`,
        )
        .bind(shopId, index),
      db
        .prepare(
          `UPDATE ${name} SET channels = channels & ~${SMS}, phone = NULL, phone_index = NULL
           WHERE shop_id = ?1 AND phone_index = ?2`,
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

const LISTED = (index: string) => `EXISTS (
  SELECT 1 FROM suppression x WHERE x.shop_id = ?1 AND x.address_index = outbox.${index})`

/**
 * Drops outbox rows to suppressed people, and those over SMS to suppressed numbers, whoever wrote
 * them. Gives what was dropped.
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
         AND call IN ('subscribe', 'notify', 'confirm') AND (${LISTED('contact_id')}
         OR (channels = ${SMS} AND phone_index IS NOT NULL AND ${LISTED('phone_index')}))
       RETURNING call, destination`,
    )
    .bind(shopId, JSON.stringify(ids))
    .all<{ call: string; destination: string }>()
  return results
}

/** Leaves suppressed numbers out of calls that go over e-mail as well. Asks only if there are any. */
export async function withoutSuppressedNumbers<
  Row extends { channels: number; phone: string | null; phone_index: string | null },
>(db: D1Database, shopId: string, calls: Row[]): Promise<Row[]> {
  const goesOverBoth = ({ channels }: Row) => (channels & SMS) !== 0 && channels !== SMS
  const numbers = calls.flatMap((row) => (goesOverBoth(row) ? (row.phone_index ?? []) : []))
  if (numbers.length === 0) return calls
  const { results } = await db
    .prepare(
      `SELECT address_index FROM suppression
       WHERE shop_id = ?1 AND address_index IN (SELECT value FROM json_each(?2))`,
    )
    .bind(shopId, JSON.stringify(numbers))
    .all<{ address_index: string }>()
  const silent = new Set(results.map((row) => row.address_index))
  return calls.map((row) =>
    goesOverBoth(row) && silent.has(row.phone_index ?? '')
      ? { ...row, channels: row.channels & ~SMS, phone: null }
      : row,
  )
}
