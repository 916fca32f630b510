/**
 * The match consumer: serves a restock, a wave at a time, until nobody whom it serves is waiting or
 * the level is no longer the one that began it.
 */
import type { Rules } from '../shop/settings.ts'
import { MATCH_CHUNK, MATCH_LEASE_MS } from '../limits.ts'
import { entry, writeLog } from '../log/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { type MatchMessage } from '../messages.ts'
import { notifiersOf, platformsOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { homeOf } from '../homes/home.ts'
import { channelBits } from '../address/channels.ts'
import { choose, type Held, waveSize } from './rules.ts'
import {
  beginWave,
  claim,
  closeRestock,
  leaseRestock,
  nextWaiting,
  putOff,
  type Restock,
  type Tier,
  notifiedSince,
} from './store.ts'

const MINUTE_MS = 60_000

export async function runMatch(env: Env, message: MatchMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  const db = homeOf(env, shop)
  const restock = await leaseRestock(db, message.restock, Date.now(), MATCH_LEASE_MS)
  if (!restock) return

  const { rules } = shop.settings
  const quantity = restock.quantity_now ?? 0
  // A level that fell and rose again in the meantime has begun a restock of its own.
  if (quantity <= rules.threshold || restock.since_now !== restock.since) {
    await closeRestock(db, restock.id, 'sold_out', 0)
    await writeLog(db, [entry(shop.id, 'restock_sold_out', {}, restock.sku)])
    return
  }

  const left = await allowance(db, restock, rules, quantity)
  const told = await serve(env, db, shop, restock, quantity, left)
  const { matched, queued, unmatched, held, cooledAt } = told
  const now = Date.now()
  const nextWave =
    rules.pace.mode === 'waves' && !told.finished ? now + rules.pace.everyMinutes * MINUTE_MS : 0
  const next = nextWave || cooledAt
  if (next) {
    await putOff(db, restock.id, next)
    await enqueueMatches(env, shop.id, [{ id: restock.id, dueAt: next }])
  } else {
    const waiting = Object.values(held).reduce((sum, count) => sum + count, 0)
    await closeRestock(db, restock.id, 'done', waiting)
  }
  const detail = { matched, queued, unmatched, held, ...(next && { nextAt: next }) }
  await writeLog(db, [entry(shop.id, 'restock_matched', detail, restock.sku)])
}

/** How many units people may be told of now: the rest of a wave that was interrupted, or a new one. */
async function allowance(
  db: D1Database,
  restock: Restock,
  { pace }: Rules,
  quantity: number,
): Promise<number> {
  if (restock.wave_size !== null) return Math.max(0, restock.wave_size - restock.wave_notified)
  const now = Date.now()
  const notifiedLately =
    pace.mode === 'waves'
      ? await notifiedSince(db, restock, now - pace.everyMinutes * MINUTE_MS)
      : 0
  const size = waveSize(pace, quantity, notifiedLately)
  if (pace.mode === 'waves') await beginWave(db, restock.id, size, now)
  return size
}

interface Served {
  matched: number
  queued: number
  unmatched: number
  held: Partial<Record<Held, number>>
  cooledAt: number | undefined
  /** Whether everybody who waits was looked at. */
  finished: boolean
}

/** Claims people chunk by chunk while any of `left` units is left, those of the first tier first. */
async function serve(
  env: Env,
  db: D1Database,
  shop: Shop,
  restock: Restock,
  quantity: number,
  left: number,
): Promise<Served> {
  const { conditions, coolDownHours, keepUnmatched, pace } = shop.settings.rules
  const notifiers = notifiersOf(shop.settings)
  const reach = {
    own: channelBits(notifiers.map(({ channel }) => channel)),
    platforms: platformsOf(shop.settings).map(({ name, channels }) => ({
      name,
      bits: channelBits(channels),
    })),
  }
  const rule = { reach, coolDownHours, conditions, keepUnmatched, quantity }
  const total: Served = {
    matched: 0,
    queued: 0,
    unmatched: 0,
    held: {},
    cooledAt: undefined,
    finished: true,
  }
  let units = 0
  for (const tier of tiersOf(pace)) {
    let after = ''
    for (;;) {
      const now = Date.now()
      const waiting = await nextWaiting(db, restock, after, MATCH_CHUNK, tier)
      const choice = choose(waiting, rule, left - units, now)
      if (choice.served.length + choice.unmatched.length > 0) {
        const outbox = await claim(db, restock, choice, notifiers, now, MATCH_LEASE_MS)
        units += choice.units
        total.matched += choice.served.length
        total.unmatched += choice.unmatched.length
        total.queued += outbox.length
        await enqueueOutbox(env, shop.id, outbox)
      }
      for (const [why, count] of Object.entries(choice.held) as [Held, number][]) {
        total.held[why] = (total.held[why] ?? 0) + count
      }
      const { cooledAt = total.cooledAt } = choice
      total.cooledAt = Math.min(cooledAt ?? Infinity, total.cooledAt ?? Infinity)
      if (choice.last?.id !== waiting.at(-1)?.id) {
        total.finished = false
        break
      }
      if (!choice.last || waiting.length < MATCH_CHUNK) break
      after = choice.last.id
    }
  }
  if (total.cooledAt === Infinity) total.cooledAt = undefined
  return total
}

function tiersOf(pace: Rules['pace']): (Tier | undefined)[] {
  if (pace.mode !== 'waves' || !pace.first) return [undefined]
  return [
    { ...pace.first, has: true },
    { ...pace.first, has: false },
  ]
}
