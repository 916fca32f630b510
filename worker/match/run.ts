/**
 * The match consumer looks at all subscriptions that a restock serves, one wave at a time. It ends when
 * none is left, or when the level that started the restock has changed. If people have to wait, the
 * restock is held, and the consumer looks again when the reason to wait may have ended.
 */
import { homeOf } from '../homes/home.ts'
import { LOOK_LONGEST_MS, LOOK_PAUSE_MS, MATCH_LEASE_MS, MINUTE_MS } from '../limits.ts'
import { writeLog } from '../log/store.ts'
import type { MatchMessage } from '../messages.ts'
import { rulesOf } from '../product/read.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { heldInAll, readHolds, sameHolds } from '../restock/hold.ts'
import { readWish } from '../restock/wish.ts'
import { announcersOf } from '../shop/rules.ts'
import type { Pace } from '../shop/settings.ts'
import { shopById } from '../shop/store.ts'
import { mayStart } from './approval.ts'
import { type End, endLook, leaseRestock } from './lease.ts'
import { readFirstPage } from './first-page.ts'
import { nextLook } from './rules.ts'
import { serve, type Served } from './serve.ts'
import { allowanceFor, type Wave } from './wave.ts'

/** Handles a queue message. It does nothing if the restock is closed, leased or not due yet. */
export async function runMatch(env: Env, message: MatchMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = homeOf(env, shop)
  const restock = await leaseRestock(db, shop.id, message.restock, Date.now(), MATCH_LEASE_MS)
  if (!restock) return

  const { threshold, pace, approval } = await rulesOf(db, shop, restock.sku, restock.locale)
  const quantity = restock.quantity_now ?? 0
  const announcers = announcersOf(shop.settings, 'restock.finished')
  const end = async (how: End) => {
    const now = Date.now()
    const { dueAt, outbox } = await endLook(db, restock, how, announcers, now)
    await enqueueOutbox(env, shop.id, outbox)
    // The sweep finds a restock that is due in a day.
    if (dueAt !== undefined && dueAt < now + LOOK_LONGEST_MS)
      await enqueueMatches(env, shop.id, [{ id: restock.id, dueAt }])
  }
  if (restock.closing) {
    await end({ state: 'open', dueAt: Date.now() + MINUTE_MS, held: readHolds(restock.held) })
    return
  }
  const wish = restock.wish === null ? undefined : readWish(restock.wish)
  if (wish) {
    const left = wish.people === undefined ? Infinity : wish.people - restock.matched
    await readFirstPage(env, db, shop, restock, Date.now())
    const manner = { quantity, pace: { mode: 'everyone' } as const, wish }
    const {
      stopped,
      finished: _,
      lifts: __,
      ...counts
    } = await serve(env, db, shop, restock, manner, left)
    if (stopped) return
    // Whom it did not serve waits for the next restock, and is not held by this one.
    await end({ state: 'done', held: counts.held })
    await writeLog(db, shop.id, 'restock_matched', counts, restock.sku)
    return
  }
  // A level that fell and rose again since then has started a restock of its own.
  if (quantity <= threshold || restock.since_now !== restock.since) {
    await end({ state: 'sold_out', held: {} })
    await writeLog(db, shop.id, 'restock_sold_out', {}, restock.sku)
    return
  }

  const before = readHolds(restock.held)
  const start = await mayStart(env, db, shop, restock, approval)
  if (start === 'again') await end({ state: 'open', dueAt: Date.now(), held: before })
  if (start === 'nobody') await end({ state: 'done', held: {} })
  if (start !== 'yes') return
  if (restock.matched === 0 || before.product_unknown) {
    await readFirstPage(env, db, shop, restock, Date.now())
  }
  const wave = await allowanceFor(db, restock, pace, quantity)
  const result = await serve(env, db, shop, restock, { quantity, pace }, wave.allowance)
  const { matched, queued, unmatched, held, lifts } = result
  if (result.stopped) return
  const how = endOf(result, pace, wave)
  await end(how)
  const isNews = matched + unmatched > 0 || !sameHolds(before, held)
  if (restock.held !== null && how.state !== 'open' && !isNews) return
  const nextAt = how.state === 'open' || lifts.length > 0 ? how.dueAt : undefined
  const detail = { matched, queued, unmatched, held, ...(nextAt && { nextAt }) }
  await writeLog(db, shop.id, 'restock_matched', detail, restock.sku)
}

/** How a look ends that met no error. */
function endOf({ matched, finished, held, lifts }: Served, pace: Pace, wave: Wave): End {
  const now = Date.now()
  if (pace.mode === 'waves' && !finished) {
    // The next wave is due `everyMinutes` after the last notification: these people may be buying now.
    const since = matched > 0 ? now : (wave.since ?? now)
    const dueAt = since + pace.everyMinutes * MINUTE_MS
    return { state: 'open', dueAt, held }
  }
  if (heldInAll(held) === 0) return { state: 'done', held }
  const dueAt = nextLook(lifts, now, { pauseMs: LOOK_PAUSE_MS, longestMs: LOOK_LONGEST_MS })
  return { state: 'held', dueAt, held }
}
