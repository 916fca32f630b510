/**
 * The match consumer serves a restock, one wave at a time. It stops when no waiting subscription is
 * left, or when the level that started the restock has changed.
 */
import { homeOf } from '../homes/home.ts'
import { MATCH_LEASE_MS, MINUTE_MS } from '../limits.ts'
import { writeLog } from '../log/store.ts'
import type { MatchMessage } from '../messages.ts'
import { enqueueMatches } from '../queue.ts'
import { shopById } from '../shop/store.ts'
import { closeRestock, leaseRestock, putOff } from './lease.ts'
import { readFirstPage } from './first-page.ts'
import { serve } from './serve.ts'
import { allowanceFor } from './wave.ts'

/** Handles a queue message. It does nothing if the restock is done, leased or not due yet. */
export async function runMatch(env: Env, message: MatchMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = homeOf(env, shop)
  const restock = await leaseRestock(db, shop.id, message.restock, Date.now(), MATCH_LEASE_MS)
  if (!restock) return

  const { rules } = shop.settings
  const quantity = restock.quantity_now ?? 0
  // A level that fell and rose again since then has started a restock of its own.
  if (quantity <= rules.threshold || restock.since_now !== restock.since) {
    await closeRestock(db, restock, 'sold_out', 0)
    await writeLog(db, shop.id, 'restock_sold_out', {}, restock.sku)
    return
  }

  if (restock.matched === 0) await readFirstPage(env, db, shop, restock.sku, Date.now())
  const allowance = await allowanceFor(db, restock, rules, quantity)
  const result = await serve(env, db, shop, restock, quantity, allowance)
  const { matched, queued, unmatched, held, cooledAt, finished } = result
  const nextWave =
    rules.pace.mode === 'waves' && !finished
      ? Date.now() + rules.pace.everyMinutes * MINUTE_MS
      : undefined
  const nextAt = nextWave ?? cooledAt
  if (nextAt) {
    await putOff(db, restock, nextAt)
    await enqueueMatches(env, shop.id, [{ id: restock.id, dueAt: nextAt }])
  } else {
    const heldInAll = Object.values(held).reduce((sum, count) => sum + count, 0)
    await closeRestock(db, restock, 'done', heldInAll)
  }
  const detail = { matched, queued, unmatched, held, ...(nextAt && { nextAt }) }
  await writeLog(db, shop.id, 'restock_matched', detail, restock.sku)
}
