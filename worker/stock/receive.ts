/** All stock levels come in here: from the API, from sources and from webhooks. */
import type { StockLevels } from '../../shared/stock.ts'
import { writeLog } from '../log/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { forgetAvailability } from './availability.ts'
import { type Recorded, recordLevels } from './store.ts'

/** Counts about levels of one origin, for one log entry. */
export interface Received {
  /** `api`, or the name of a source. */
  source: string
  levels: number
  written: number
  restocks: number
  /** Further counts of the source. */
  counts?: Record<string, number>
  /** The sku, if there was only one level. */
  sku?: string | undefined
}

/**
 * Records at most 1,000 different levels, and queues the restocks and calls that they cause. `asOf`
 * (milliseconds since 1970) is the time of a level that names none.
 */
export async function receiveLevels(
  env: Env,
  shop: Shop,
  levels: StockLevels,
  asOf: number,
): Promise<Recorded> {
  const recorded = await recordLevels(homeOf(env, shop), shop, levels, asOf)
  forgetAvailability(shop.id)
  await enqueueMatches(env, shop.id, [...recorded.restocks, ...recorded.woken])
  await enqueueOutbox(env, shop.id, recorded.outbox)
  return recorded
}

/** Writes the counts to the log, unless no level was written. */
export async function logReceived(
  env: Env,
  shop: Shop,
  { sku, counts, ...counted }: Received,
): Promise<void> {
  if (counted.written === 0) return
  const detail = { ...counted, ...counts }
  await writeLog(homeOf(env, shop), shop.id, 'stock_received', detail, sku)
}
