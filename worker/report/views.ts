/**
 * Views of variants that are sold out, counted in the memory of the isolate: no person, no cookie. An isolate
 * writes what it has counted at most once a minute, in one statement for each database. Views that it has not
 * written when it ends are lost, so the figures are a little too low.
 */
import { homeOf } from '../homes/home.ts'
import { VIEWED_SKUS, VIEWS_FLUSH_MS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { dayOf } from './rules.ts'

interface Count {
  database: string
  shop: string
  day: number
  sku: string
  n: number
}

// Counts only variants with a level, so that made-up skus are not counted; an erased shop has none.
const ADD_VIEWS = `INSERT INTO daily (shop_id, day, sku, views)
  SELECT j.value ->> 'shop', j.value ->> 'day', j.value ->> 'sku', j.value ->> 'n' FROM json_each(?1) j
  WHERE EXISTS (SELECT 1 FROM stock_level l
    WHERE l.shop_id = j.value ->> 'shop' AND l.sku = j.value ->> 'sku')
  ON CONFLICT (shop_id, day, sku) DO UPDATE SET views = views + excluded.views`

let counts = new Map<string, Count>()
let flushedAt = 0

/** Counts a view of each sku. Above `VIEWED_SKUS` skus no further one is counted. `now`: milliseconds since 1970. */
export function countViews(
  { id: shop, database }: { id: string; database: string },
  skus: readonly string[],
  now: number,
): void {
  for (const sku of skus) add({ database, shop, day: dayOf(now), sku, n: 1 })
}

function add(one: Count): void {
  const key = JSON.stringify([one.shop, one.day, one.sku])
  const known = counts.get(key)
  if (known) known.n += one.n
  else if (counts.size < VIEWED_SKUS) counts.set(key, { ...one })
}

/**
 * Writes what was counted, if the last time is a minute ago. It never throws: what could not be written is
 * counted again, for the next time. `now`: milliseconds since 1970.
 */
export async function flushViews(env: Env, now: number): Promise<void> {
  if (counts.size === 0 || now - flushedAt < VIEWS_FLUSH_MS) return
  const taken = [...counts.values()]
  counts = new Map()
  flushedAt = now
  for (const [database, some] of Map.groupBy(taken, (one) => one.database)) {
    try {
      await homeOf(env, { database }).prepare(ADD_VIEWS).bind(JSON.stringify(some)).run()
    } catch (error) {
      for (const one of some) add(one)
      logLine('warn', 'views_not_written', { error: errorName(error) })
    }
  }
}

/** Forgets all counts, and when they were written: each test begins so. */
export function forgetViews(): void {
  counts = new Map()
  flushedAt = 0
}
