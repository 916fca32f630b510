/** Which pages people named for a SKU. Strangers may name anything, so what most people named counts. */

/** Subscriptions of a SKU whose addresses are counted: the oldest, so that nobody outvotes them. */
const COUNTED_SUBSCRIPTIONS = 100
/** Addresses of a SKU that may be tried, one after the other. */
const NAMED_ADDRESSES = 10

/**
 * SQL: a JSON list of the addresses that people who wait for a SKU named: the one that most people
 * named first, the oldest first among equals. `shop` and `sku` are SQL expressions.
 */
export const namedAddresses = (shop: string, sku: string): string => `(
  SELECT json_group_array(one.url) FROM (
    SELECT old.url FROM (
      SELECT s.product ->> 'url' AS url, s.contact_id, s.id FROM subscription s
      WHERE s.status = 'waiting' AND s.shop_id = ${shop} AND s.sku = ${sku}
      ORDER BY s.id LIMIT ${COUNTED_SUBSCRIPTIONS}) old
    WHERE old.url IS NOT NULL GROUP BY old.url
    ORDER BY count(DISTINCT old.contact_id) DESC, min(old.id) LIMIT ${NAMED_ADDRESSES}) one)`
