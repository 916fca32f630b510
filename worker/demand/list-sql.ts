/**
 * SQL that finds the skus of a page of `GET /v1/demand`. It reads the counters of the shop's variants, and of
 * the catalogue what the sort or a filter needs; it reads no people who wait, except the first one of each
 * variant. ?1 the shop, ?2 the options as JSON: `{ today, locale, tag, brand, collection, q, currency, key,
 * sku, limit }`.
 */
import { describedSql } from '../catalog/lookup.ts'
import { GROWTH_DAYS } from '../limits.ts'
import type { DemandQuery, DemandSort } from './query.ts'

const option = (name: string) => `(?2 ->> '${name}')`

/** SQL: a column of the first subscription that waits for a sku. */
export const firstWaiting = (column: string, sku: string): string =>
  `(SELECT s.${column} FROM subscription s INDEXED BY subscription_in_order
    WHERE s.shop_id = ?1 AND s.sku = ${sku} AND s.status = 'waiting' ORDER BY s.id LIMIT 1)`

/** SQL: the product of a variant as messages in a locale describe it, by the first request for it. */
export const shownProduct = (sku: string, locale: string): string =>
  describedSql({ shop: '?1', sku, locale }, firstWaiting('product', sku))

// The variants that have people waiting. A locale without people still counts for the growth.
const VARIANTS = `v AS (
  SELECT w.sku, sum(w.people) AS people, sum(w.units) AS units,
    sum((SELECT total(n.value) FROM json_each(w.net) n
      WHERE n.key + ${GROWTH_DAYS} >= ${option('today')})) AS growth
  FROM demand w WHERE w.shop_id = ?1
  GROUP BY w.sku HAVING sum(w.people) + sum(w.unconfirmed) > 0)`

// What they would spend, in the currency that was asked for, else the one that most variants have.
const MONEY = `priced AS MATERIALIZED (
    SELECT w.sku, w.units, ${shownProduct('w.sku', 'w.locale')} AS product
    FROM demand w WHERE w.shop_id = ?1 AND w.units > 0),
  chosen AS MATERIALIZED (
    SELECT coalesce(${option('currency')}, (SELECT product ->> 'currency' FROM priced
      WHERE product ->> 'price' IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)) AS currency),
  m AS MATERIALIZED (
    SELECT sku, round(sum(units * (product ->> 'price')), 4) AS amount
    FROM priced WHERE product ->> 'currency' = (SELECT currency FROM chosen) GROUP BY sku)`

// Sorts after all ids and after all days.
const NEVER_ID = `'~'`
const NEVER_DAY = 1e9

const MEDIAN_DAY = `(SELECT x.day FROM (
    SELECT c.key + 0 AS day, sum(sum(c.value)) OVER (ORDER BY c.key + 0) AS upto
    FROM demand e, json_each(e.days) c WHERE e.shop_id = ?1 AND e.sku = v.sku GROUP BY c.key + 0) x
  WHERE x.upto * 2 >= v.people ORDER BY x.day LIMIT 1)`

const KEYS: Record<DemandSort, string> = {
  people: 'v.people',
  units: 'v.units',
  money: 'coalesce(m.amount, 0)',
  longest: `coalesce(${firstWaiting('id', 'v.sku')}, ${NEVER_ID})`,
  median: `coalesce(iif(v.people > 0, ${MEDIAN_DAY}, NULL), ${NEVER_DAY})`,
  growth: 'v.growth',
  sku: 'v.sku',
}

/** Sorts whose key is a time: who asked earlier waits longer. */
const BY_TIME = new Set<DemandSort>(['longest', 'median'])

const ofEntry = (where: string, from = '') =>
  `EXISTS (SELECT 1 FROM product f${from} WHERE f.shop_id = ?1 AND f.sku = v.sku AND ${where})`

const lists = (name: string, value: string) =>
  ofEntry(`t.value = ${option(value)}`, `, json_each(f.data, '$.${name}') t`)

const IN_STOCK = `EXISTS (SELECT 1 FROM stock_level l
  WHERE l.shop_id = ?1 AND l.sku = v.sku AND l.quantity > 0)`

// SQLite knows the case of ASCII letters only: others that the text has are replaced one by one.
function found(text: string): string {
  const others = [...new Set(text)].filter((one) => one > '~' && one !== one.toUpperCase())
  const folded = (value: string) =>
    others.reduce(
      (sql, one) => `replace(${sql}, '${one.toUpperCase()}', '${one}')`,
      `lower(${value})`,
    )
  const has = (value: string) => `instr(${folded(value)}, ${option('q')}) > 0`
  const titles = (data: string) =>
    `(${has(`${data} ->> 'title'`)} OR ${has(`${data} ->> 'variantTitle'`)})`
  return `(${has('v.sku')} OR ${ofEntry(titles('f.data'))} OR EXISTS (
    SELECT 1 FROM (SELECT ${shownProduct('v.sku', option('locale'))} AS data LIMIT 1) x
    WHERE ${titles('x.data')}))`
}

/** The SQL of a query. It answers `sku`, `key` and, sorted by money, `currency`: one more than the limit. */
export function listSql(query: DemandQuery): string {
  const { sort, order, inStock, tag, brand, collection, q, after } = query
  const byMoney = sort === 'money'
  const key = KEYS[sort]
  const rises = (order === 'asc') !== BY_TIME.has(sort)
  const filters = [
    inStock === undefined ? undefined : inStock ? IN_STOCK : `NOT ${IN_STOCK}`,
    tag && lists('tags', 'tag'),
    collection && lists('collections', 'collection'),
    brand && ofEntry(`f.data ->> 'brand' = ${option('brand')}`),
    q && found(foldedText(q)),
  ].filter((one) => one !== undefined)
  const [next, way] = rises ? ['>', 'ASC'] : ['<', 'DESC']
  return `WITH ${VARIANTS}${byMoney ? `, ${MONEY}` : ''}
    SELECT * FROM (
      SELECT v.sku, ${key} AS key${byMoney ? ', (SELECT currency FROM chosen) AS currency' : ''}
      FROM v${byMoney ? ' LEFT JOIN m ON m.sku = v.sku' : ''}
      WHERE ${filters.length > 0 ? filters.join(' AND ') : 'true'})
    ${after ? `WHERE key ${next} ${option('key')} OR (key = ${option('key')} AND sku > ${option('sku')})` : ''}
    ORDER BY key ${way}, sku LIMIT ${option('limit')} + 1`
}

/** A searched text as it is compared: composed, and in small letters. */
export const foldedText = (q: string): string => q.normalize('NFC').toLowerCase()
