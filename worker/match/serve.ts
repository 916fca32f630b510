/** Serves the subscriptions of a restock, chunk by chunk, within an allowance of units. */
import { channelBits } from '../address/channels.ts'
import { MATCH_CHUNK, MATCH_LEASE_MS } from '../limits.ts'
import { enqueueOutbox } from '../queue.ts'
import { notifiersOf, platformsOf } from '../shop/rules.ts'
import type { Rules } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { claim } from './claim.ts'
import type { Restock } from './lease.ts'
import { choose, type HoldCounts, type HoldReason, type Reach } from './rules.ts'
import { nextWaiting, type Tier } from './waiting.ts'

/** Counts of one run. */
export interface Served {
  /** People served. */
  matched: number
  /** Outbox rows written and queued. */
  queued: number
  /** Subscriptions deleted without a message, because the shop's conditions do not hold. */
  unmatched: number
  held: HoldCounts
  /** When the first of the people who are cooling down may be notified; milliseconds since 1970. */
  cooledAt: number | undefined
  /** Whether all waiting subscriptions were looked at. */
  finished: boolean
}

/** Serves people until `allowance` units are used or nobody is left, the first tier first. */
export async function serve(
  env: Env,
  db: D1Database,
  shop: Shop,
  restock: Restock,
  quantity: number,
  allowance: number,
): Promise<Served> {
  const { conditions, coolDownHours, keepUnmatched, pace } = shop.settings.rules
  const notifiers = notifiersOf(shop.settings)
  const criteria = { reach: reachOf(shop), coolDownHours, conditions, keepUnmatched, quantity }
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
      const choice = choose(waiting, criteria, allowance - units, now)
      if (choice.served.length + choice.unmatched.length > 0) {
        const outbox = await claim(db, restock, choice, notifiers, now, MATCH_LEASE_MS)
        units += choice.units
        total.matched += choice.served.length
        total.unmatched += choice.unmatched.length
        total.queued += outbox.length
        await enqueueOutbox(env, shop.id, outbox)
      }
      for (const [reason, count] of Object.entries(choice.held) as [HoldReason, number][]) {
        total.held[reason] = (total.held[reason] ?? 0) + count
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

const reachOf = ({ settings }: Shop): Reach => ({
  own: channelBits(notifiersOf(settings).map(({ channel }) => channel)),
  platforms: platformsOf(settings).map(({ name, channels }) => ({
    name,
    bits: channelBits(channels),
  })),
})

function tiersOf(pace: Rules['pace']): (Tier | undefined)[] {
  if (pace.mode !== 'waves' || !pace.first) return [undefined]
  return [
    { ...pace.first, has: true },
    { ...pace.first, has: false },
  ]
}
