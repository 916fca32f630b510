/**
 * The availability that pages ask for. A page that cannot tell by itself asks at every view, so a
 * popular product is asked for often. An isolate therefore caches each answer for ten seconds.
 * Levels that this isolate records are visible at once, levels of other isolates when the cached
 * answer is too old; a subscription request always reads D1. KV is no better: its answers would be
 * up to a minute older, and its reads cost more than the rows of D1 that they save.
 */
import type { Availability } from '../../shared/stock.ts'
import { isUnavailable } from '../homes/d1.ts'
import { KEPT_ANSWER_MS, KEPT_ANSWERS } from '../limits.ts'
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

/** The quantities of variants; a variant without a level has none. */
type Quantities = ReadonlyMap<string, number>

const cache = new Map<string, { shopId: string; quantities: Quantities; until: number }>()
// Counts recorded levels: an answer that was read while levels came may be outdated, so it is not
// kept.
let changes = 0

/**
 * The availability of some variants, at most `KEPT_ANSWER_MS` old. A variant of `oversold` is in
 * stock if the shop counts it so, else by its level, and sold out without one. While D1 gives no
 * answer the rest is unknown: the widget then does as if the page had said nothing.
 */
export async function availabilityOf(
  db: D1Database,
  { id, oversell }: Pick<ClientShop, 'id' | 'oversell'>,
  { sku, oversold = [], locale = '', externalId = '' }: Question,
): Promise<Record<string, Availability>> {
  const isOversold = new Set(oversold)
  const isSold = oversell === 'in_stock' ? isOversold : new Set()
  const all = [...new Set([...sku, ...oversold])]
  const asked = all.filter((one) => !isSold.has(one))
  const quantities = asked.length > 0 && (await cached(db, id, asked, locale, externalId))
  return Object.fromEntries(
    all.map((one): [string, Availability] => {
      if (isSold.has(one)) return [one, 'in_stock']
      if (!quantities) return [one, 'unknown']
      return [one, availabilityAt(quantities.get(one) ?? (isOversold.has(one) ? 0 : undefined))]
    }),
  )
}

const availabilityAt = (quantity: number | undefined): Availability =>
  quantity === undefined ? 'unknown' : quantity > 0 ? 'in_stock' : 'sold_out'

/** Forgets the cached answers of a shop, because its levels have changed. */
export function forgetAvailability(shopId: string): void {
  changes += 1
  for (const [key, one] of cache) if (one.shopId === shopId) cache.delete(key)
}

/** The cached quantities, else those of D1; undefined while D1 gives no answer. */
async function cached(
  db: D1Database,
  shopId: string,
  sku: string[],
  locale: string,
  externalId: string,
): Promise<Quantities | undefined> {
  const key = JSON.stringify([shopId, sku, locale, externalId])
  const known = cache.get(key)
  if (known && known.until > Date.now()) return known.quantities
  const before = changes
  const quantities = await read(db, shopId, sku, locale, externalId).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error
    return undefined
  })
  if (cache.size >= KEPT_ANSWERS) cache.clear()
  const until = Date.now() + KEPT_ANSWER_MS
  if (quantities && before === changes) cache.set(key, { shopId, quantities, until })
  return quantities
}

const LEVELS = 'stock_level l ON l.shop_id = ?1 AND l.sku = j.value'
const LEVELS_OF_LOCALE = levelsFor({ shop: '?1', sku: 'j.value', locale: '?3' })
// A page that names no market asks about all.
const MARKET = `iif(?4 = '', l.external_id, ?4)`

async function read(
  db: D1Database,
  shopId: string,
  sku: string[],
  locale: string,
  externalId: string,
): Promise<Quantities> {
  const { results } = await db
    .prepare(
      `SELECT j.value AS sku, max(l.quantity) AS quantity
       FROM json_each(?2) j CROSS JOIN ${locale ? LEVELS_OF_LOCALE : LEVELS}
       WHERE (?3 = '' OR (${levelServes({ locale: '?3', externalId: MARKET })}))
         AND (?4 = '' OR l.external_id IN ('', ?4))
       GROUP BY j.value`,
    )
    .bind(shopId, JSON.stringify(sku), locale, externalId)
    .all<{ sku: string; quantity: number }>()
  return new Map(results.map((one) => [one.sku, one.quantity]))
}
