/** Reads from D1 what an explanation needs: the catalogue entry, the levels, and whether people wait. */
import type { ProductFacts } from '../shop/product-rules.ts'
import { rows } from '../homes/d1.ts'
import { EXPLAINED_LEVELS } from '../limits.ts'
import { judgedEntrySql } from '../product/entry.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import type { Shop } from '../shop/shop.ts'
import { type Entry, type Explanation, explain, whatIf } from './rules.ts'

/** A level as it is now, and whether it is sellable. */
export interface ExplainedLevel {
  locale?: string
  externalId?: string
  quantity: number
  /** When the quantity was true; ISO 8601. */
  at: string
  threshold: number
  sellable: boolean
}

/** The answer to `GET /v1/rules/explain`. */
export interface Explained extends Explanation {
  sku: string
  locale?: string
  /** Null if the catalogue has no entry: then rules match by sku only. */
  product: Entry | null
  /** Whether a person waits for the sku, in any locale. */
  waiting: boolean
  /** The levels of the sku: at most `EXPLAINED_LEVELS`. */
  levels: ExplainedLevel[]
  /** What a level of the quantity that was asked for would do. */
  ifLevel?: ReturnType<typeof whatIf>
}

interface ProductRow {
  entry: string | null
  waiting: number
}

interface LevelRow {
  locale: string
  external_id: string
  quantity: number
  at: number
  threshold: number
}

// The facts that rules compare: price and currency, and those that only the shop's systems give.
const FACTS = ['price', 'currency', 'brand', 'tags', 'collections', 'state'] as const

const ENTRY = judgedEntrySql(
  { shop: '?1', sku: '?2', locale: '?3' },
  '?4',
  `json_object('locale', p.locale, 'updatedAt', p.updated_at, 'data', json(p.data))`,
)

const LEVELS = `SELECT l.locale, l.external_id, l.quantity, l.at,
    ${thresholdSql({ shop: 'l.shop_id', sku: 'l.sku', locale: 'l.locale' }, '?3')} AS threshold
  FROM stock_level l WHERE l.shop_id = ?1 AND l.sku = ?2
  ORDER BY l.locale, l.external_id LIMIT ?4`

/** Explains which rules count for a sku in a locale (empty: none), and what would happen now. Writes nothing. */
export async function explainRules(
  db: D1Database,
  { id, settings }: Shop,
  {
    sku,
    locale = '',
    quantity,
  }: { sku: string; locale?: string | undefined; quantity?: number | undefined },
): Promise<Explained> {
  const [found, levels] = await db.batch<Record<string, unknown>>([
    db
      .prepare(
        `SELECT ${ENTRY} AS entry, EXISTS (SELECT 1 FROM subscription s INDEXED BY subscription_in_order
           WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = ?2) AS waiting`,
      )
      .bind(id, sku, locale, settings.defaultLocale),
    db.prepare(LEVELS).bind(id, sku, thresholdsOf(settings), EXPLAINED_LEVELS),
  ])
  const [row] = rows<ProductRow>(found)
  const product = row?.entry ? entryIn(row.entry) : null
  const explanation = explain(settings, sku, product?.facts)
  return {
    sku,
    ...(locale && { locale }),
    product,
    ...explanation,
    waiting: row?.waiting === 1,
    levels: rows<LevelRow>(levels).map((level) => ({
      ...(level.locale && { locale: level.locale }),
      ...(level.external_id && { externalId: level.external_id }),
      quantity: level.quantity,
      at: new Date(level.at).toISOString(),
      threshold: level.threshold,
      sellable: level.quantity > level.threshold,
    })),
    ...(quantity !== undefined && { ifLevel: whatIf(explanation, quantity) }),
  }
}

function entryIn(json: string): Entry {
  const { locale, updatedAt, data } = JSON.parse(json) as {
    locale: string
    updatedAt: number
    data: Record<string, unknown>
  }
  const facts = Object.fromEntries(
    FACTS.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])),
  ) as ProductFacts
  return { ...(locale && { locale }), updatedAt: new Date(updatedAt).toISOString(), facts }
}
