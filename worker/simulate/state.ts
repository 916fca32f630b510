/** The state of a simulated sku, and how it changes: as stock/store.ts stores levels. Pure. */
import { quantityCuts } from '../../shared/condition-reads.ts'
import type { WaitingSubscription } from '../match/waiting.ts'
import {
  type LevelChange,
  serves,
  type SimulatedRules,
  type SkuResult,
  type SkuStory,
  type Waiter,
} from './story.ts'

export interface Level extends Pick<LevelChange, 'locale' | 'externalId' | 'quantity'> {
  /** When it last crossed the threshold. */
  since: number
}

export interface Restock {
  level: Level
  since: number
  /** When it is looked at; Infinity once it is closed. */
  dueAt: number
  /** A change made it due, and not time: the queue brings it before others that are due at that moment. */
  atOnce: boolean
  held: boolean
  looked: boolean
  /** As `wave_at` and `wave_notified` of a restock. */
  waveAt: number
  notified: number
}

/** A person who waits, as a match reads them. */
export type Person = WaitingSubscription & Waiter

export interface State {
  story: SkuStory
  simulated: SimulatedRules
  levels: Map<string, Level>
  /** Sorted by the time of the request, the oldest first. */
  waiting: Map<string, Person>
  /** Active and closed ones. */
  restocks: Restock[]
  looks: number
  result: SkuResult
}

export const newState = (story: SkuStory, simulated: SimulatedRules): State => ({
  story,
  simulated,
  levels: new Map(),
  waiting: new Map(),
  restocks: [],
  looks: 0,
  result: {
    told: [],
    inStock: 0,
    unmatched: 0,
    untold: 0,
    restocks: 0,
    units: 0,
    truncated: false,
  },
})

/** The people whom a level serves, the oldest request first. */
export function servedBy(state: State, level: Level): Person[] {
  const levels = [...state.levels.values()]
  return [...state.waiting.values()].filter((one) => serves(level, one, levels))
}

/** A person asks. While a level that serves them is sellable they buy instead. */
export function join(state: State, waiter: Waiter): void {
  const { threshold, offer } = state.simulated.counts
  const levels = [...state.levels.values()]
  if (levels.some((one) => one.quantity > threshold && serves(one, waiter, levels))) {
    state.result.inStock += 1
    return
  }
  state.waiting.set(waiter.id, {
    ...waiter,
    contact_id: waiter.id,
    sku: state.story.sku,
    external_id: waiter.externalId,
    channels: 1,
    offered: offer ? 1 : 0,
    product_data: state.story.product,
    hold: null,
    data: null,
    relays: null,
    attributes: null,
    bought_at: null,
    notified_at: null,
    messages_today: 0,
    joinable: 0,
  })
}

/** A person cancels, or the request expires. */
export function leave(state: State, id: string): void {
  if (state.waiting.delete(id)) state.result.untold += 1
}

/** A level changes: restocks start, end and are woken. */
export function change(state: State, { locale, externalId, at, quantity }: LevelChange): void {
  const { rules, counts, onUpdates } = state.simulated
  const key = JSON.stringify([locale, externalId])
  const before = state.levels.get(key)
  const isSellable = quantity > counts.threshold
  const wasSellable = before !== undefined && before.quantity > counts.threshold
  const staysSellable = isSellable && wasSellable
  const crossed = before ? Math.max(at, before.since + 1) : at
  const since = before && wasSellable === isSellable ? before.since : crossed
  const soldOutMs = before && !wasSellable ? at - before.since : Infinity
  const level = before ?? { locale, externalId, quantity, since }
  const active = state.restocks.filter((one) => one.level === level && one.dueAt < Infinity)
  const isActive = active.some((one) => one.since === level.since)
  const cuts = quantityCuts(rules.conditions)
  const wakes = onUpdates || cuts.some((cut) => level.quantity < cut !== quantity < cut)
  for (const one of active.filter(({ held }) => held)) {
    if (!staysSellable) one.dueAt = Infinity
    else if (wakes) Object.assign(one, { dueAt: at, atOnce: true })
  }
  state.levels.set(key, Object.assign(level, { quantity, since }))
  if (!isSellable || (wasSellable && isActive) || servedBy(state, level).length === 0) return
  const [stable, soldOut] = [rules.stableForSeconds * 1000, rules.soldOutForSeconds * 1000]
  const wait = soldOutMs < soldOut ? Math.max(stable, soldOut) : stable
  const dueAt = wasSellable ? Math.max(at, since + stable) : at + wait
  const atOnce = dueAt === at
  const unused = { held: false, looked: false, waveAt: 0, notified: 0 }
  state.restocks.push({ level, since, dueAt, atOnce, ...unused })
  state.result.restocks += 1
}
