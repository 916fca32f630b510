/**
 * What pages are told of stock. Every view of a page that does not know by itself asks, and a product
 * that everybody wants is asked about by everybody: so an isolate keeps its answers for a moment, and
 * D1 hears of a question once in that time. Levels that this isolate records are seen at once, those
 * of others when the moment is over; whoever asks for an alert is answered out of D1. Not in KV: it
 * would be older by a minute, and dearer than the rows that it saves.
 */
import type { Availability } from '../../shared/stock.ts'
import { languageSql } from '../homes/sql.ts'
import { KEPT_ANSWER_MS, KEPT_ANSWERS } from '../limits.ts'

/** One page's question: its variants, as it sees them in `locale` with `externalId`. */
export interface Question {
  sku: string[]
  locale?: string | undefined
  externalId?: string | undefined
}

type Answer = Record<string, Availability>

const kept = new Map<string, { shopId: string; answer: Answer; until: number }>()
/** How often levels came: an answer that was read while they did may be older than they are. */
let changes = 0

/** What is in stock, at most `KEPT_ANSWER_MS` ago. */
export async function availabilityOf(
  db: D1Database,
  shopId: string,
  question: Question,
): Promise<Answer> {
  const key = JSON.stringify([shopId, question.sku, question.locale, question.externalId])
  const held = kept.get(key)
  if (held && held.until > Date.now()) return held.answer
  const before = changes
  const answer = await read(db, shopId, question)
  if (kept.size >= KEPT_ANSWERS) kept.clear()
  if (before === changes) kept.set(key, { shopId, answer, until: Date.now() + KEPT_ANSWER_MS })
  return answer
}

/** Levels of the shop have come. */
export function forgetAvailability(shopId: string): void {
  changes += 1
  for (const [key, held] of kept) if (held.shopId === shopId) kept.delete(key)
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
  return Object.fromEntries(results.map((one) => [one.sku, say(one.quantity)]))
}

const say = (quantity: number | null): Availability =>
  quantity === null ? 'unknown' : quantity > 0 ? 'in_stock' : 'sold_out'
