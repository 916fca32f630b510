/**
 * The availability that pages ask for. A page that cannot tell by itself asks at every view, so a
 * popular product is asked for often. An isolate therefore caches each answer for ten seconds.
 * Levels that this isolate records are visible at once, levels of other isolates when the cached
 * answer is too old; a subscription request always reads D1. KV is no better: its answers would be
 * up to a minute older, and its reads cost more than the rows of D1 that they save.
 */
import type { Availability } from '../../shared/stock.ts'
import { isUnavailable } from '../homes/d1.ts'
import { languageSql } from '../homes/sql.ts'
import { KEPT_ANSWER_MS, KEPT_ANSWERS } from '../limits.ts'

/** A page's question: its variants, the locale and the externalId. */
export interface Question {
  sku: string[]
  locale?: string | undefined
  externalId?: string | undefined
}

type Answer = Record<string, Availability>

const cache = new Map<string, { shopId: string; answer: Answer; until: number }>()
// Counts recorded levels: an answer that was read while levels came may be outdated, so it is not
// kept.
let changes = 0

/**
 * The availability of some variants, at most `KEPT_ANSWER_MS` old. While D1 gives no answer it is
 * unknown: the widget then does as if the page had said nothing.
 */
export async function availabilityOf(
  db: D1Database,
  shopId: string,
  question: Question,
): Promise<Answer> {
  const key = JSON.stringify([shopId, question.sku, question.locale, question.externalId])
  const cached = cache.get(key)
  if (cached && cached.until > Date.now()) return cached.answer
  const before = changes
  const answer = await read(db, shopId, question).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error
    return Object.fromEntries(question.sku.map((sku) => [sku, 'unknown' as const]))
  })
  if (cache.size >= KEPT_ANSWERS) cache.clear()
  if (before === changes) cache.set(key, { shopId, answer, until: Date.now() + KEPT_ANSWER_MS })
  return answer
}

/** Forgets the cached answers of a shop, because its levels have changed. */
export function forgetAvailability(shopId: string): void {
  changes += 1
  for (const [key, cached] of cache) if (cached.shopId === shopId) cache.delete(key)
}

async function read(db: D1Database, shopId: string, question: Question): Promise<Answer> {
  const { sku, locale = '', externalId = '' } = question
  const { results } = await db
    .prepare(
      `SELECT j.value AS sku, max(l.quantity) AS quantity
       FROM json_each(?2) j LEFT JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value
         AND (?3 = '' OR l.locale IN ('', ?3, ${languageSql('?3')}))
         AND (?4 = '' OR l.external_id IN ('', ?4))
       GROUP BY j.value`,
    )
    .bind(shopId, JSON.stringify(sku), locale, externalId)
    .all<{ sku: string; quantity: number | null }>()
  return Object.fromEntries(results.map((one) => [one.sku, availabilityAt(one.quantity)]))
}

const availabilityAt = (quantity: number | null): Availability =>
  quantity === null ? 'unknown' : quantity > 0 ? 'in_stock' : 'sold_out'
