/** Reads from D1 what the counters and the catalogue say about the variants of a page. */
import type { CatalogProduct } from '../../shared/product.ts'
import { nameOf } from '../catalog/snapshot.ts'
import { rows } from '../homes/d1.ts'
import { timeOf } from '../ids.ts'
import { catalogProduct } from '../product/entry.ts'
import type { Shop } from '../shop/shop.ts'
import { firstWaiting, foldedText, listSql, shownProduct } from './list-sql.ts'
import { cursorAt, type DemandQuery } from './query.ts'
import {
  type ByDay,
  dayOf,
  growthSince,
  leastSure,
  medianDay,
  type Money,
  moneyOf,
  type PriceSource,
  summed,
} from './rules.ts'

/** Who waits for a variant, in figures. Days are calendar days in UTC. */
export interface Demand {
  sku: string
  product:
    | Pick<CatalogProduct, 'title' | 'variantTitle' | 'url' | 'image' | 'brand'>
    | { title: string }
  /** Requests that wait, and the units that they want. */
  people: number
  units: number
  /** Requests that are not confirmed yet. They are not in the other figures. */
  unconfirmed: number
  /** `units` at the price of one, by currency. */
  money: Money[]
  /** From where the prices are known; of several, the least sure. Missing without a price. */
  priceFrom?: PriceSource
  medianWaitDays?: number
  longestWaitDays?: number
  growth7d: number
  levels: { locale?: string; externalId?: string; quantity: number; at: string }[]
  /** When the last restock began; ISO 8601. */
  lastRestockAt?: string
  /** The same by what the requests named. */
  by: { locale?: string; externalId?: string; people: number; units: number; unconfirmed: number }[]
}

/** A page of variants. */
export interface DemandPage {
  /** Sorted by money: the currency that decides. */
  currency?: string
  demand: Demand[]
  cursor?: string
}

/** The variants of a shop that people wait for, as the query sorts and filters them. `now`: milliseconds since 1970. */
export async function listDemand(
  db: D1Database,
  shop: Shop,
  query: DemandQuery,
  now: number,
): Promise<DemandPage> {
  const { sort, order, q, after, limit, currency, ...filters } = query
  const options = {
    ...filters,
    ...(q !== undefined && { q: foldedText(q) }),
    currency: currency ?? after?.currency,
    key: after?.key,
    sku: after?.sku,
    limit,
    today: dayOf(now),
    locale: shop.settings.defaultLocale,
  }
  const { results } = await db
    .prepare(listSql(query))
    .bind(shop.id, JSON.stringify(options))
    .all<{ sku: string; key: number | string; currency?: string | null }>()
  const page = results.slice(0, limit)
  const last = results.length > limit ? page.at(-1) : undefined
  const by = results[0]?.currency ?? undefined
  const found = await demandOf(
    db,
    shop,
    page.map(({ sku }) => sku),
    now,
  )
  return {
    ...(by !== undefined && { currency: by }),
    demand: page.flatMap(({ sku }) => found.get(sku) ?? []),
    ...(last && {
      cursor: cursorAt({ sort, order, key: last.key, sku: last.sku, ...(by && { currency: by }) }),
    }),
  }
}

interface CounterRow {
  sku: string
  locale: string
  external_id: string
  people: number
  units: number
  unconfirmed: number
  days: string
  net: string
  product: string | null
  source: PriceSource
}

interface SkuRow {
  sku: string
  product: string | null
  first: string | null
  restock: string | null
}

interface LevelRow {
  sku: string
  locale: string
  external_id: string
  quantity: number
  at: number
}

const OWN = firstWaiting('product', 'w.sku')
const KEY = { shop: '?1', sku: 'w.sku', locale: 'w.locale' }

const COUNTERS = `SELECT w.sku, w.locale, w.external_id, w.people, w.units, w.unconfirmed, w.days, w.net,
    ${shownProduct('w.sku', 'w.locale')} AS product,
    CASE WHEN ${catalogProduct(KEY)} IS NOT NULL THEN 'catalog'
      WHEN ${OWN} ->> 'vouched' THEN 'backend'
      WHEN EXISTS (SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = w.sku) THEN 'catalog'
      WHEN EXISTS (SELECT 1 FROM page_product g WHERE g.shop_id = ?1 AND g.sku = w.sku AND g.data IS NOT NULL)
        THEN 'page'
      ELSE 'request' END AS source
  FROM json_each(?2) j CROSS JOIN demand w ON w.shop_id = ?1 AND w.sku = j.value
  ORDER BY w.sku, w.people DESC, w.locale, w.external_id`

const SKUS = `SELECT j.value AS sku, ${shownProduct('j.value', '?3')} AS product,
    ${firstWaiting('id', 'j.value')} AS first,
    (SELECT r.id FROM restock r INDEXED BY restock_of_sku
     WHERE r.shop_id = ?1 AND r.sku = j.value ORDER BY r.id DESC LIMIT 1) AS restock
  FROM json_each(?2) j`

const LEVELS = `SELECT l.sku, l.locale, l.external_id, l.quantity, l.at
  FROM json_each(?2) j CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value
  ORDER BY l.sku, l.locale, l.external_id`

/**
 * The figures of some skus. A sku without people, level and catalogue entry is not in the result. `now`:
 * milliseconds since 1970.
 */
export async function demandOf(
  db: D1Database,
  shop: Shop,
  skus: string[],
  now: number,
): Promise<Map<string, Demand>> {
  if (skus.length === 0) return new Map()
  const json = JSON.stringify(skus)
  const [counters, described, levels] = await db.batch([
    db.prepare(COUNTERS).bind(shop.id, json),
    db.prepare(SKUS).bind(shop.id, json, shop.settings.defaultLocale),
    db.prepare(LEVELS).bind(shop.id, json),
  ])
  const counted = Map.groupBy(rows<CounterRow>(counters), ({ sku }) => sku)
  const levelled = Map.groupBy(rows<LevelRow>(levels), ({ sku }) => sku)
  return new Map(
    rows<SkuRow>(described).flatMap((row): [string, Demand][] => {
      const counts = counted.get(row.sku) ?? []
      const stock = levelled.get(row.sku) ?? []
      const isKnown = row.product !== null || stock.length > 0 || counts.some(isWaitedFor)
      return isKnown ? [[row.sku, demandIn(row, counts, stock, dayOf(now))]] : []
    }),
  )
}

const isWaitedFor = ({ people, unconfirmed }: CounterRow) => people > 0 || unconfirmed > 0

function demandIn(
  { sku, product, first, restock }: SkuRow,
  counts: CounterRow[],
  levels: LevelRow[],
  today: number,
): Demand {
  const waiting = counts.filter(isWaitedFor)
  const sum = (of: (one: CounterRow) => number) =>
    waiting.reduce((total, one) => total + of(one), 0)
  const priced = waiting.flatMap(pricedIn)
  const source = leastSure(priced.map((one) => one.source))
  const longest = first === null ? undefined : Math.max(0, today - dayOf(timeOf(first)))
  const median = medianDay(summed(waiting.map(({ days }) => JSON.parse(days) as ByDay)))
  const net = summed(counts.map((one) => JSON.parse(one.net) as ByDay))
  return {
    sku,
    product: shownIn(sku, product),
    people: sum(({ people }) => people),
    units: sum(({ units }) => units),
    unconfirmed: sum(({ unconfirmed }) => unconfirmed),
    money: moneyOf(priced),
    ...(source && { priceFrom: source }),
    // Of people who asked more than ASKED_DAYS ago the counters know no day.
    ...(median !== undefined && {
      medianWaitDays: Math.max(0, Math.min(today - median, longest ?? Infinity)),
    }),
    ...(longest !== undefined && { longestWaitDays: longest }),
    growth7d: growthSince(net, today),
    levels: levels.map(({ quantity, at, ...key }) => ({
      ...namesOf(key),
      quantity,
      at: new Date(at).toISOString(),
    })),
    ...(restock !== null && { lastRestockAt: new Date(timeOf(restock)).toISOString() }),
    by: waiting.map(({ people, units, unconfirmed, ...key }) => ({
      ...namesOf(key),
      people,
      units,
      unconfirmed,
    })),
  }
}

const namesOf = ({ locale, external_id }: { locale: string; external_id: string }) => ({
  ...(locale && { locale }),
  ...(external_id && { externalId: external_id }),
})

/** What the people of a row would spend; nothing if no price is known. */
function pricedIn({ units, product, source }: CounterRow): (Money & { source: PriceSource })[] {
  const { price, currency } = JSON.parse(product ?? '{}') as Partial<CatalogProduct>
  if (price === undefined || currency === undefined || units === 0) return []
  return [{ currency, amount: units * price, source }]
}

function shownIn(sku: string, json: string | null): Demand['product'] {
  if (json === null) return { title: nameOf(sku) }
  const { title, variantTitle, url, image, brand } = JSON.parse(json) as CatalogProduct
  return {
    title,
    ...(variantTitle && { variantTitle }),
    url,
    ...(image && { image }),
    ...(brand && { brand }),
  }
}
