/**
 * Addresses by channel in SQL: which of them are suppressed, and which have changed. Written out for
 * each channel that has addresses: a look at a key that finds nothing reads no row, `json_each` does.
 */
import { ADDRESSED, bitOf, channelBits } from './channels.ts'

/**
 * The bits of the channels whose address is suppressed, for every channel or for that one. `shop`
 * and `addresses` are SQL expressions; 0 where no address is on the list. (The plus keeps `channel`
 * out of the index look-up: an IN there reads its own list as rows.)
 */
export const suppressedBits = (shop: string, addresses: string): string =>
  `(${ADDRESSED.map(
    (channel) => `CASE WHEN EXISTS (
      SELECT 1 FROM suppression x
      WHERE x.shop_id = ${shop} AND x.address_index = ${addresses} ->> '$.${channel}.index'
        AND +x.channel IN ('', '${channel}')) THEN ${channelBits([channel])} ELSE 0 END`,
  ).join(' | ')})`

/** Whether everything to a contact is suppressed. */
export const isSuppressed = (shop: string, contact: string): string =>
  `EXISTS (
    SELECT 1 FROM suppression x
    WHERE x.shop_id = ${shop} AND x.address_index = ${contact} AND x.channel = '')`

/** Whether any of the addresses in `after` differs from the one in `before`, or is not in there. */
export const hasOtherAddress = (after: string, before: string): string =>
  `(${ADDRESSED.map((channel) => {
    const index = `->> '$.${channel}.index'`
    return `coalesce(${after} ${index}, ${before} ${index}) IS NOT ${before} ${index}`
  }).join(' OR ')})`

/** Addresses without those of some channels, as JSON. */
export const addressesWithout = (addresses: string, bits: string): string =>
  `(SELECT json_group_object(a.key, json(a.value)) FROM json_each(${addresses}) a
    WHERE (${bitOf('a.key')} & ${bits}) = 0)`
