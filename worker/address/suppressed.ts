/**
 * SQL about addresses by channel: which are suppressed, which have changed, and where one is used.
 * Each expression names every channel instead of using `json_each`: a key look-up that finds
 * nothing reads no row (and D1 bills rows read), while `json_each` reads its own list.
 */
import { CHANNELS_WITH_ADDRESS, channelBits } from './channels.ts'

/**
 * SQL: the bits of the channels whose address is suppressed (for that channel, or for all); 0 when
 * none is. `shop` and `addresses` are SQL expressions. The plus before `x.channel` keeps that
 * column out of the key look-up: SQLite would read the list of the IN as rows.
 */
export const suppressedBits = (shop: string, addresses: string): string =>
  `(${CHANNELS_WITH_ADDRESS.map(
    (channel) => `CASE WHEN EXISTS (
      SELECT 1 FROM suppression x
      WHERE x.shop_id = ${shop} AND x.address_index = ${addresses} ->> '$.${channel}.index'
        AND +x.channel IN ('', '${channel}')) THEN ${channelBits([channel])} ELSE 0 END`,
  ).join(' | ')})`

/**
 * SQL: whether a contact is suppressed for all channels. `shop` and `contact` are SQL expressions.
 */
export const isSuppressed = (shop: string, contact: string): string =>
  `EXISTS (
    SELECT 1 FROM suppression x
    WHERE x.shop_id = ${shop} AND x.address_index = ${contact} AND x.channel = '')`

/**
 * SQL: the bits of the channels whose address has this index. `addresses` and `index` are SQL
 * expressions.
 */
export const bitsAt = (addresses: string, index: string): string =>
  `(${CHANNELS_WITH_ADDRESS.map(
    (channel) =>
      `iif(${addresses} ->> '$.${channel}.index' = ${index}, ${channelBits([channel])}, 0)`,
  ).join(' | ')})`

/**
 * SQL: the bits of the channels whose address in `after` is not the one in `before`. Both are SQL
 * expressions.
 */
export const otherAddressBits = (after: string, before: string): string =>
  `(${CHANNELS_WITH_ADDRESS.map((channel) => {
    const index = `->> '$.${channel}.index'`
    return `iif(${after} ${index} <> ${before} ${index}, ${channelBits([channel])}, 0)`
  }).join(' | ')})`

/** SQL: JSON of the addresses without those of the channels in `bits`. Both are SQL expressions. */
export const addressesWithout = (addresses: string, bits: string): string =>
  // `json_remove` ignores a path that does not exist.
  `json_remove(${addresses}, ${CHANNELS_WITH_ADDRESS.map(
    (channel) => `iif((${bits}) & ${channelBits([channel])}, '$.${channel}', '$.-')`,
  ).join(', ')})`
