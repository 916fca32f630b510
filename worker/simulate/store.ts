/** Reads from D1 what happened in a shop: changes of levels, and people who waited or still wait. */
import { rows } from '../homes/d1.ts'
import { SIMULATED_ROWS } from '../limits.ts'
import { judgedEntrySql } from '../product/entry.ts'
import type { Shop } from '../shop/shop.ts'
import type { LevelChange, SkuStory, Waiter } from './story.ts'

interface ChangeRow extends LevelChange {
  sku: string
}

interface WaiterRow extends Omit<Waiter, 'leftAt'> {
  sku: string
  leftAt: number | null
}

/** The stories of a shop's skus, by sku. `truncated`: there was more than one simulation reads. */
export interface History {
  stories: SkuStory[]
  truncated: boolean
}

// All skus, or those of the list ?2.
const OF_SKUS = (sku: string) => `(?2 IS NULL OR ${sku} IN (SELECT value FROM json_each(?2)))`

const CHANGES = `SELECT c.sku, c.locale, c.external_id AS externalId, c.at, c.quantity
  FROM level_change c WHERE c.shop_id = ?1 AND ${OF_SKUS('c.sku')} AND c.at >= ?3
  ORDER BY c.sku, c.at LIMIT ?4`

// A person who was put back after a message was written waits in `subscription`, and counts once.
const WAITERS = `SELECT * FROM (
    SELECT s.sku, s.id, s.locale, s.external_id AS externalId, s.wanted, NULL AS leftAt
    FROM subscription s INDEXED BY subscription_in_order
    WHERE s.status = 'waiting' AND s.shop_id = ?1 AND ${OF_SKUS('s.sku')}
    UNION ALL
    SELECT w.sku, w.id, w.locale, w.external_id, w.wanted, iif(w.served, NULL, w.left_at)
    FROM waited w WHERE w.shop_id = ?1 AND ${OF_SKUS('w.sku')} AND w.left_at >= ?3
      AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.id = w.id AND s.shop_id = ?1))
  ORDER BY sku, id LIMIT ?4`

const PRODUCTS = `SELECT j.value AS sku,
    ${judgedEntrySql({ shop: '?1', sku: 'j.value', locale: '?3' }, '?3')} AS data
  FROM json_each(?2) j`

/** Reads the history since a time (milliseconds since 1970): of some skus, or of all. */
export async function readHistory(
  db: D1Database,
  { id, settings }: Shop,
  skus: string[] | undefined,
  since: number,
): Promise<History> {
  const which = skus ? JSON.stringify(skus) : null
  const [changed, waited] = await db.batch<Record<string, unknown>>(
    [CHANGES, WAITERS].map((sql) => db.prepare(sql).bind(id, which, since, SIMULATED_ROWS)),
  )
  const changes = Map.groupBy(rows<ChangeRow>(changed), ({ sku }) => sku)
  const waiters = Map.groupBy(rows<WaiterRow>(waited), ({ sku }) => sku)
  // Without people there is nothing to simulate.
  const known = [...waiters.keys()]
  const { results } = await db
    .prepare(PRODUCTS)
    .bind(id, JSON.stringify(known), settings.defaultLocale)
    .all<{ sku: string; data: string | null }>()
  const stories = results.map(({ sku, data }) => ({
    sku,
    product: data ?? '{}',
    changes: changes.get(sku) ?? [],
    waiters: (waiters.get(sku) ?? []).map(({ leftAt, ...one }) => ({
      ...one,
      ...(leftAt !== null && { leftAt }),
    })),
  }))
  const most = [changed, waited].map((result) => rows(result).length)
  return { stories, truncated: most.some((count) => count === SIMULATED_ROWS) }
}
