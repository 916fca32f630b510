/** Removes single channels from the subscriptions and outbox rows of an address. Statements for D1. */
import type { Channel } from '../../shared/channels.ts'
import { channelBits, channelsBy } from '../address/channels.ts'
import { removableRows } from '../subscription/cancel.ts'
import { type CancelMethod, withdrawConsents } from '../subscription/withdraw.ts'

/**
 * Removes channels from all subscriptions, outbox rows and reminders that use the address for them. A row with
 * no other channel is deleted. `index`: the address. `whichRows`: a SQL condition on outbox rows.
 */
export function removeChannels(
  db: D1Database,
  shopId: string,
  channels: Channel[],
  index: string,
  whichRows: string,
): D1PreparedStatement[] {
  return channels.flatMap((channel) => {
    const bit = channelBits([channel])
    const usesAddress = `shop_id = ?1 AND addresses ->> '$.${channel}.index' = ?2`
    return [
      ['outbox', `${usesAddress} AND ${whichRows}`],
      ['reminder', usesAddress],
      ['subscription', usesAddress],
    ].flatMap(([table, which]) =>
      [
        `DELETE FROM ${table} WHERE ${which} AND channels = ${bit}`,
        `UPDATE ${table} SET channels = channels & ~${bit},
           addresses = json_remove(addresses, '$.${channel}')
           ${table === 'subscription' ? `, unconfirmed = unconfirmed & ~${bit}` : ''}
         WHERE ${which}`,
      ].map((sql) => db.prepare(sql).bind(shopId, index)),
    )
  })
}

/**
 * Removes the phone channels of a number, and records the withdrawn consents. It is for contacts that
 * are identified by an e-mail address: their other channels stay. Reads all subscriptions and reminders of
 * the shop.
 */
export function removePhoneChannels(
  db: D1Database,
  shopId: string,
  index: string,
  method: CancelMethod,
  now: number,
): D1PreparedStatement[] {
  return channelsBy('phone').flatMap((channel) => [
    ...withdrawConsents(
      db,
      `s.addresses ->> '$.${channel}.index' = ?2 AND c.channel = '${channel}'`,
      [shopId, index, method, now],
    ),
    ...removeChannels(db, shopId, [channel], index, removableRows(method)),
  ])
}
