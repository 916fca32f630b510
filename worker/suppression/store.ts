/**
 * Addresses that are never written to again. Only their index is kept, so that it outlives
 * everything else that is known of a person. A row is for every channel (`channel` is empty), or
 * for one channel: an e-mail address that bounced, or whose owner reported a mail as spam, stops
 * e-mail and nothing else. A suppressed number stops everything to a person who is known by it, and
 * the messages over that number to somebody who is known by an e-mail address.
 */
import type { Channel } from '../../shared/channels.ts'
import { channelBits, channelsBy } from '../address/channels.ts'
import type { AddressIndex } from '../address/find.ts'
import { isSuppressed, suppressedBits } from '../address/suppressed.ts'
import { rows, write } from '../homes/d1.ts'
import { idsOf } from '../outbox/row.ts'
import type { Shop } from '../shop/shop.ts'
import {
  cancelling,
  removable,
  type StopMethod,
  takeBack,
  withdrawing,
} from '../subscription/cancel.ts'

/** Who says so: the person, the shop, or what a message met (it bounced, was reported, got a STOP). */
export type SuppressionReason = 'person' | 'shop' | 'bounce' | 'complaint' | 'stop'

const METHOD = {
  person: 'link',
  shop: 'api',
  bounce: 'bounce',
  complaint: 'complaint',
  stop: 'stop',
} as const satisfies Record<SuppressionReason, StopMethod>

/** Reasons that speak of the address alone, and not of what its owner wants. */
const OF_THE_ADDRESS = new Set<SuppressionReason>(['bounce', 'complaint'])

// Calls that reach a person, or hand the address on.
const REACHING = `call IN ('subscribe', 'notify', 'confirm')`

/**
 * Suppresses an address, and cancels in one transaction what waits for it and what is on its way to
 * it. A second time changes nothing. A reason that the shop cannot lift replaces one that it can.
 * For a number, the shop's list is read through. Gives the outbox rows written, to be put on the
 * queue.
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
  const insert = db
    .prepare(
      `INSERT INTO suppression (shop_id, address_index, channel, reason, at)
       VALUES (?1, ?2, ?5, ?3, ?4)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at
       WHERE reason IN ('person', 'shop') AND excluded.reason NOT IN ('person', 'shop')`,
    )
    .bind(shop.id, index, reason, now, onlyEmail ? 'email' : '')
  const email: Channel[] = ['email']
  const results = await write(db, [
    insert,
    ...(onlyEmail
      ? [
          ...withdrawing(db, `s.contact_id = ?2 AND c.channel = 'email'`, [
            shop.id,
            index,
            method,
            now,
          ]),
          ...takeBack(db, shop, index, {}, now, channelBits(email)),
          // What was given up stays visible, and a call that takes something back keeps the address.
          ...leaveOut(db, shop.id, email, index, `state = 'open' AND ${REACHING}`),
        ]
      : cancelling(db, shop, index, {}, method, now)),
    ...('phone' in address ? leaveOutNumber(db, shop.id, index, method, now) : []),
  ])
  return idsOf(results)
}

/** Takes a number out of what people who are known by e-mail wait for, and off its way. */
function leaveOutNumber(
  db: D1Database,
  shopId: string,
  index: string,
  method: StopMethod,
  now: number,
): D1PreparedStatement[] {
  return channelsBy('phone').flatMap((channel) => [
    ...withdrawing(db, `s.addresses ->> '$.${channel}.index' = ?2 AND c.channel = '${channel}'`, [
      shopId,
      index,
      method,
      now,
    ]),
    ...leaveOut(db, shopId, [channel], index, removable(method)),
  ])
}

/**
 * Statements that take channels off an address: rows with no other channel are removed. `open` is
 * a condition on rows of the outbox.
 */
function leaveOut(
  db: D1Database,
  shopId: string,
  channels: Channel[],
  index: string,
  open: string,
): D1PreparedStatement[] {
  return channels.flatMap((channel) => {
    const bit = channelBits([channel])
    const on = `shop_id = ?1 AND addresses ->> '$.${channel}.index' = ?2`
    return [
      ['outbox', `${on} AND ${open}`],
      ['subscription', on],
    ].flatMap(([table, which]) =>
      [
        `DELETE FROM ${table} WHERE ${which} AND channels = ${bit}`,
        `UPDATE ${table} SET channels = channels & ~${bit},
           addresses = json_remove(addresses, '$.${channel}')
         WHERE ${which}`,
      ].map((sql) => db.prepare(sql).bind(shopId, index)),
    )
  })
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

/** SQL: the bits of a row's channels whose address is suppressed. */
export const SUPPRESSED_BITS = suppressedBits('outbox.shop_id', 'outbox.addresses')

/**
 * A statement that drops outbox rows to suppressed people, and those that are left without a
 * channel. Gives `call` and `destination` of each.
 */
export const droppingSuppressed = (
  db: D1Database,
  shopId: string,
  ids: string[],
): D1PreparedStatement =>
  db
    .prepare(
      `DELETE FROM outbox
       WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1 AND ${REACHING}
         AND (${isSuppressed('outbox.shop_id', 'outbox.contact_id')}
           OR (channels & ~${SUPPRESSED_BITS}) = 0)
       RETURNING call, destination`,
    )
    .bind(shopId, JSON.stringify(ids))
