/**
 * The availability that pages ask for. A page that cannot tell by itself asks at every view, so a
 * popular product is asked for often. An isolate therefore caches each answer for ten seconds.
 * Levels that this isolate records are visible at once, levels of other isolates when the cached
 * answer is too old; a subscription request always reads D1. KV is no better: its answers would be
 * up to a minute older, and its reads cost more than the rows of D1 that they save.
 */
import { expectedDay } from '../../shared/expected.ts'
import type { Availability } from '../../shared/stock.ts'
import { isUnavailable, rows } from '../homes/d1.ts'
import { KEPT_ANSWER_MS, KEPT_ANSWERS } from '../limits.ts'
import { catalogProduct } from '../product/entry.ts'
import { isOfferedSql, IS_WITHDRAWN } from '../product/rule-sql.ts'
import { levelServes, levelsFor } from '../restock/serves.ts'
import type { ClientShop } from '../shop/shop.ts'

/** A page's question: its variants, the locale and the externalId. */
export interface Question {
  sku: string[]
  /** Variants of which the page says that they can be bought although they are out of stock. */
  oversold?: string[] | undefined
  locale?: string | undefined
  externalId?: string | undefined
}

/** What D1 says about variants. */
interface Found {
  /** Of the variants that have a level. */
  quantities: ReadonlyMap<string, number>
  /** The variants that the shop does not offer. */
  leftOut: string[]
  /** When variants are expected back, as the catalogue says. */
  expected: { sku: string; at: string }[]
}

/** The answer to a page. `offered` names only variants that the shop does not offer; missing if there are none. */
export interface Answer {
  availability: Record<string, Availability>
  offered?: Record<string, false>
  /** The days on which variants that are not in stock are expected: `2026-12-24`. */
  restockAt?: Record<string, string>
}

/** What an answer needs of the shop. */
type Asked = Pick<ClientShop, 'id' | 'oversell' | 'offers' | 'defaultLocale'>

const cache = new Map<string, { shopId: string; found: Found; until: number }>()
// Counts recorded levels and entries: an answer that was read while they came may be outdated, so it is not
// kept.
let changes = 0

/**
 * The availability of some variants, at most `KEPT_ANSWER_MS` old. A variant of `oversold` is in
 * stock if the shop counts it so, else by its level, and sold out without one. While D1 gives no
 * answer the rest is unknown: the widget then does as if the page had said nothing.
 */
export async function availabilityOf(
  db: D1Database,
  shop: Asked,
  { sku, oversold = [], locale = '', externalId = '' }: Question,
): Promise<Answer> {
  const isOversold = new Set(oversold)
  const isSold = shop.oversell === 'in_stock' ? isOversold : new Set()
  const all = [...new Set([...sku, ...oversold])]
  const asked = all.filter((one) => !isSold.has(one))
  const found = asked.length > 0 && (await cached(db, shop, asked, locale, externalId))
  const availability = Object.fromEntries(
    all.map((one): [string, Availability] => {
      if (isSold.has(one)) return [one, 'in_stock']
      if (!found) return [one, 'unknown']
      const quantity = found.quantities.get(one) ?? (isOversold.has(one) ? 0 : undefined)
      return [one, availabilityAt(quantity)]
    }),
  )
  const leftOut = found ? found.leftOut : []
  const offered = Object.fromEntries(leftOut.map((one) => [one, false as const]))
  // Here and not in the cache: a day may be over by now.
  const now = Date.now()
  const days = (found ? found.expected : []).flatMap(({ sku: one, at }) => {
    const day = availability[one] === 'in_stock' ? undefined : expectedDay(at, now)
    return day ? [[one, day] as const] : []
  })
  return {
    availability,
    ...(leftOut.length > 0 && { offered }),
    ...(days.length > 0 && { restockAt: Object.fromEntries(days) }),
  }
}

const availabilityAt = (quantity: number | undefined): Availability =>
  quantity === undefined ? 'unknown' : quantity > 0 ? 'in_stock' : 'sold_out'

/** Forgets the cached answers of a shop, because its levels or its catalogue have changed. */
export function forgetAvailability(shopId: string): void {
  changes += 1
  for (const [key, one] of cache) if (one.shopId === shopId) cache.delete(key)
}

/** The cached facts, else those of D1; undefined while D1 gives no answer. */
async function cached(
  db: D1Database,
  shop: Asked,
  sku: string[],
  locale: string,
  externalId: string,
): Promise<Found | undefined> {
  const key = JSON.stringify([shop.id, shop.offers, sku, locale, externalId])
  const known = cache.get(key)
  if (known && known.until > Date.now()) return known.found
  const before = changes
  const found = await read(db, shop, sku, locale, externalId).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error
    return undefined
  })
  if (cache.size >= KEPT_ANSWERS) cache.clear()
  const until = Date.now() + KEPT_ANSWER_MS
  if (found && before === changes) cache.set(key, { shopId: shop.id, found, until })
  return found
}

const LEVELS = 'stock_level l ON l.shop_id = ?1 AND l.sku = j.value'
const LEVELS_OF_LOCALE = levelsFor({ shop: '?1', sku: 'j.value', locale: '?3' })
// A page that names no market asks about all.
const MARKET = `iif(?4 = '', l.external_id, ?4)`

// Without rules, and while every product is active, it looks at no sku.
const LEFT_OUT = `SELECT j.value AS sku FROM json_each(iif(?4 IS NOT NULL OR EXISTS (
    SELECT 1 FROM product p INDEXED BY product_withdrawn WHERE p.shop_id = ?1 AND ${IS_WITHDRAWN}),
    ?2, '[]')) j
  WHERE NOT ${isOfferedSql({ shop: '?1', sku: 'j.value', locale: '?3' }, { parameter: '?4', defaultLocale: '?5' })}`

// While the catalogue names no date at all, it looks at no sku.
const EXPECTED = `SELECT j.value AS sku,
    ${catalogProduct({ shop: '?1', sku: 'j.value', locale: '?3' })} ->> 'restockAt' AS at
  FROM json_each(iif(EXISTS (
    SELECT 1 FROM product p INDEXED BY product_expected
    WHERE p.shop_id = ?1 AND p.data ->> 'restockAt' IS NOT NULL), ?2, '[]')) j`

async function read(
  db: D1Database,
  { id, offers, defaultLocale }: Asked,
  sku: string[],
  locale: string,
  externalId: string,
): Promise<Found> {
  const skus = JSON.stringify(sku)
  const [levels, leftOut, expected] = await db.batch<Record<string, unknown>>([
    db
      .prepare(
        `SELECT j.value AS sku, max(l.quantity) AS quantity
       FROM json_each(?2) j CROSS JOIN ${locale ? LEVELS_OF_LOCALE : LEVELS}
       WHERE (?3 = '' OR (${levelServes({ locale: '?3', externalId: MARKET })}))
         AND (?4 = '' OR l.external_id IN ('', ?4))
       GROUP BY j.value`,
      )
      .bind(id, skus, locale, externalId),
    db.prepare(LEFT_OUT).bind(id, skus, locale, offers ?? null, defaultLocale),
    db.prepare(EXPECTED).bind(id, skus, locale || defaultLocale),
  ])
  return {
    quantities: new Map(
      rows<{ sku: string; quantity: number }>(levels).map((one) => [one.sku, one.quantity]),
    ),
    leftOut: rows<{ sku: string }>(leftOut).map((one) => one.sku),
    expected: rows<{ sku: string; at: string | null }>(expected).flatMap(({ sku: one, at }) =>
      at === null ? [] : [{ sku: one, at }],
    ),
  }
}
