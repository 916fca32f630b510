/** Whom a restock tells, and how many of them now. Pure: `now` is passed in. */
import { type Condition, type Facts, holds } from '../../shared/condition.ts'
import type { Pace } from '../shop/settings.ts'
import { timeOf } from '../ids.ts'
import type { Waiting } from './store.ts'

const HOUR_MS = 60 * 60 * 1000

/** The channels that a shop's destinations reach, as bits: its own messages, and each platform. */
export interface Reach {
  own: number
  platforms: { name: string; bits: number }[]
}

/** What decides about people who wait, the same for all of them. */
export interface Rule {
  reach: Reach
  coolDownHours: number
  conditions?: Condition | undefined
  keepUnmatched: boolean
  /** The level's quantity now. */
  quantity: number
}

/** Why somebody goes on waiting although the variant is back. */
export type Held =
  | 'unreachable'
  | 'not_handed_on'
  | 'product_unknown'
  | 'cooling_down'
  | 'conditions'

export interface Choice {
  /** To be told, each person once, in the order of asking. */
  served: Waiting[]
  /** How many units they would buy together. */
  units: number
  /** Used up without a message: the shop's own conditions do not hold. */
  unmatched: Waiting[]
  held: Partial<Record<Held, number>>
  /** When the first of those who are cooling down may be told. */
  cooledAt?: number
  /** The last that was looked at; later ones did not fit into the allowance. */
  last?: Waiting
}

/**
 * Chooses among people in the order of asking, as long as anything is left of an allowance of
 * units. The last one may want more than is left, and is served all the same: somebody who is
 * passed over for wanting many would never have a turn.
 */
export function choose(waiting: Waiting[], rule: Rule, allowance: number, now: number): Choice {
  const served = new Map<string, Waiting>()
  const choice: Choice = { served: [], units: 0, unmatched: [], held: {} }
  for (const one of waiting) {
    if (choice.units >= allowance) break
    choice.last = one
    const verdict = judge(one, rule, now)
    if (verdict === 'serve') {
      if (served.has(one.contact_id)) continue
      served.set(one.contact_id, one)
      choice.units += one.wanted
    } else if (verdict === 'unmatched') {
      choice.unmatched.push(one)
    } else {
      choice.held[verdict] = (choice.held[verdict] ?? 0) + 1
      if (verdict === 'cooling_down') {
        const cooled = (one.notified_at ?? now) + rule.coolDownHours * HOUR_MS
        choice.cooledAt = Math.min(choice.cooledAt ?? cooled, cooled)
      }
    }
  }
  choice.served = [...served.values()]
  return choice
}

/**
 * The predefined conditions leave a person waiting; the shop's own use the subscription up, as
 * Voyado's do, unless the shop keeps those who do not match. A platform that sends for itself knows
 * its own catalogue; whom it has not taken over yet, it will tell of nothing.
 */
function judge(one: Waiting, rule: Rule, now: number): 'serve' | 'unmatched' | Held {
  const own = (one.channels & rule.reach.own) !== 0
  if (!own) {
    const platforms = rule.reach.platforms.filter(({ bits }) => (one.channels & bits) !== 0)
    const relays = parsed(one.relays)
    if (platforms.length === 0) return 'unreachable'
    if (!platforms.some(({ name }) => relays[name])) return 'not_handed_on'
  }
  if (own && one.product_data === null) return 'product_unknown'
  const cooled = one.notified_at === null || now - one.notified_at >= rule.coolDownHours * HOUR_MS
  if (!cooled) return 'cooling_down'
  if (!rule.conditions || holds(rule.conditions, factsOf(one, rule.quantity, now))) return 'serve'
  return rule.keepUnmatched ? 'conditions' : 'unmatched'
}

function factsOf(one: Waiting, quantity: number, now: number): Facts {
  return {
    sku: one.sku,
    ...(one.locale && { locale: one.locale }),
    ...(one.external_id && { externalId: one.external_id }),
    quantity,
    waitingHours: Math.max(0, now - timeOf(one.id)) / HOUR_MS,
    wanted: one.wanted,
    purchased: one.bought_at !== null && one.bought_at >= timeOf(one.id),
    product: parsed(one.product_data),
    contact: parsed(one.attributes),
  }
}

const parsed = (json: string | null): Record<string, unknown> =>
  json === null ? {} : (JSON.parse(json) as Record<string, unknown>)

/**
 * How many units the next wave may tell people of: so many times those in stock, less those that
 * people were told of a moment ago, who are on their way to them. Any, where the shop does not pace.
 */
export function waveSize(pace: Pace, quantity: number, notifiedLately: number): number {
  if (pace.mode === 'everyone') return Number.MAX_SAFE_INTEGER
  return Math.max(0, pace.perUnit * quantity - notifiedLately)
}
