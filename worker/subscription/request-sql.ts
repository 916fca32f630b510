/**
 * SQL about a sealed request. Every statement that uses it binds the request's JSON as ?1 and reads
 * the column `request` of REQUEST.
 */
import { BITS_WITHOUT_ADDRESS } from '../address/channels.ts'
import { addressesWithout, isSuppressed, suppressedBits } from '../address/suppressed.ts'
import { isInCatalog } from '../product/entry.ts'
import { isOfferedSql, thresholdSql } from '../product/rule-sql.ts'
import { IMAGE_HOST_ENTRIES } from '../limits.ts'
import { levelServes, levelsFor } from '../restock/serves.ts'

/**
 * A subquery: the parsed request, in one column `request`. LIMIT stops SQLite from merging the
 * subquery into the statement, which would parse the JSON at each use.
 */
export const REQUEST = '(SELECT jsonb(?1) AS request LIMIT 1)'

const KEY = {
  shop: `(request ->> 'shopId')`,
  sku: `(request ->> 'sku')`,
  locale: `(request ->> 'locale')`,
  externalId: `(request ->> 'externalId')`,
}

/** Whether a level of the variant is sellable: then there is nothing to wait for. */
export const IS_IN_STOCK = `EXISTS (
  SELECT 1 FROM ${levelsFor(KEY)}
  WHERE l.quantity > ${thresholdSql({ ...KEY, locale: 'l.locale' }, `(request ->> 'threshold')`)}
    AND ${levelServes(KEY)})`

/**
 * Whether the variant is in stock and the request is for what is not: a door whose callers do not expect
 * a refusal lets the person wait for the next restock (`waits`).
 */
export const IS_REFUSED_IN_STOCK = `(request ->> 'waits' IS NULL AND ${IS_IN_STOCK})`

/** When a level that serves the request may have become sellable at the earliest; 0: at any time. */
export const NOT_BEFORE = `iif(request ->> 'waits' AND ${IS_IN_STOCK}, (request ->> 'at') + 1, 0)`

/** Whether the catalogue has the variant. */
export const IS_KNOWN = isInCatalog(KEY)

/** Whether the shop offers the variant. */
export const IS_OFFERED = isOfferedSql(KEY, {
  parameter: `(request ->> 'offers')`,
  defaultLocale: `(request ->> 'defaultLocale')`,
})

/**
 * What the request says about the product. An image of `foreignImages` stays only if the catalogue has
 * images there, too: its first entries show where.
 */
export const SNAPSHOT = `CASE WHEN request ->> 'foreignImages' IS NULL OR EXISTS (
    SELECT 1 FROM (SELECT p.data ->> 'image' AS image FROM product p
      WHERE p.shop_id = ${KEY.shop} LIMIT ${IMAGE_HOST_ENTRIES}) c
    WHERE substr(c.image, 1, length(request ->> 'foreignImages')) = request ->> 'foreignImages')
  THEN request ->> 'product' ELSE json_remove(request ->> 'product', '$.image') END`

/** Whether the contact is suppressed for all channels. */
export const IS_SUPPRESSED = isSuppressed(KEY.shop, `(request ->> 'contactId')`)

/**
 * A subquery like REQUEST, without the channels whose address is suppressed. Without any address
 * there is nothing to confirm.
 */
export const REQUEST_WITHOUT_SUPPRESSED = `(
  SELECT CASE off WHEN 0 THEN request ELSE jsonb_set(request,
    '$.channels', (request ->> 'channels') & ~off,
    '$.unconfirmed', iif((request ->> 'channels') & ~off & ~${BITS_WITHOUT_ADDRESS},
      (request ->> 'unconfirmed') & ~off, 0),
    '$.addresses', jsonb(${addressesWithout(`(request -> 'addresses')`, 'off')}))
    END AS request
  FROM (SELECT request, ${suppressedBits(KEY.shop, `(request -> 'addresses')`)} AS off
    FROM ${REQUEST} LIMIT 1) LIMIT 1)`

/** Whether `s` is the subscription for which the request was made: there is at most one. */
export const IS_SUBSCRIPTION = `s.contact_id = request ->> 'contactId' AND s.sku = ${KEY.sku}
  AND s.locale = ${KEY.locale} AND s.external_id = ${KEY.externalId} AND s.shop_id = ${KEY.shop}`
