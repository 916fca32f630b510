/** The one way in for stock levels, whoever tells them: recorded, matched, and logged. */
import type { StockLevels } from '../../shared/stock.ts'
import { entry, writeLog } from '../log/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { forgetAvailability } from './availability.ts'
import { type Recorded, recordLevels } from './store.ts'

/** Levels that came from one place, to be told of in one entry of the log. */
export interface Received {
  /** `api`, or the name of a source. */
  source: string
  levels: number
  written: number
  restocks: number
  /** What else was counted. */
  counts?: Record<string, number>
  /** The sku, where there was only one level. */
  sku?: string | undefined
}

/** Records at most 1,000 different levels as true at `asOf`, has restocks matched, and platforms told. */
export async function receiveLevels(
  env: Env,
  shop: Shop,
  levels: StockLevels,
  asOf: number,
): Promise<Recorded> {
  const recorded = await recordLevels(homeOf(env, shop), shop, levels, asOf)
  forgetAvailability(shop.id)
  await enqueueMatches(env, shop.id, recorded.restocks)
  await enqueueOutbox(env, shop.id, recorded.outbox)
  return recorded
}

/** Writes what was received to the log, unless it changed nothing. */
export async function logReceived(
  env: Env,
  shop: Shop,
  { sku, counts, ...counted }: Received,
): Promise<void> {
  if (counted.written === 0) return
  const detail = { ...counted, ...counts }
  await writeLog(homeOf(env, shop), [entry(shop.id, 'stock_received', detail, sku)])
}
