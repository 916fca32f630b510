/**
 * Which waiting subscriptions a restock serves, and how many of them now. Pure: `now` is passed in.
 */
import { type Condition, type Facts, holds } from '../../shared/condition.ts'
import { waitingCuts } from '../../shared/condition-reads.ts'
import type { HoldCounts, HoldReason } from '../restock/hold.ts'
import type { Pace } from '../shop/settings.ts'
import { dayOf } from '../ceiling/rules.ts'
import { timeOf } from '../ids.ts'
import { DAY_MS } from '../limits.ts'
import { hasRoomToday, joinsOne } from './enough.ts'
import type { WaitingSubscription } from './waiting.ts'

const HOUR_MS = 60 * 60 * 1000

/** The channels over which people can be notified, as bits. */
export interface Reach {
  /** Channels of the destinations that send messages to the shop's own list. */
  own: number
  /** Channels of each of these destinations: each sends a message of its own. */
  senders: { bits: number; joins: boolean }[]
  /** Channels of each platform that notifies the people it took over. */
  platforms: { name: string; bits: number }[]
}

/** What decides about a subscription, the same for all subscriptions of a run. */
export interface Criteria {
  reach: Reach
  coolDownHours: number
  conditions?: Condition | undefined
  /** Whether a subscription that fails the conditions keeps waiting. */
  keepUnmatched: boolean
  /** How many messages of the shop a person may get on a day. */
  messagesPerPersonPerDay: number
  /** The quantity of the level now. */
  quantity: number
  /** Whether the allowance counts people and not the units that they want: the shop said how many people. */
  countsPeople?: true
}

/** A person who keeps waiting, and why. */
export interface Kept {
  one: WaitingSubscription
  reason: HoldReason
}

/** What is decided about a chunk of subscriptions. */
export interface Choice {
  /** People to notify, each person once, oldest subscription first. */
  served: WaitingSubscription[]
  /** How many units they would buy together. */
  units: number
  /** Subscriptions to delete without a message: the shop's conditions do not hold. */
  unmatched: WaitingSubscription[]
  kept: Kept[]
  held: HoldCounts
  /** When time may lift a hold, in milliseconds since 1970: one entry for each hold that time can lift. */
  lifts: number[]
  /** The last subscription that was looked at; later ones did not fit into the allowance. */
  last?: WaitingSubscription
}

/**
 * Chooses among subscriptions, oldest first, until an allowance of units is used. The last person
 * may want more units than are left and is served all the same: otherwise a person who wants many
 * might never be served.
 */
export function choose(
  waiting: WaitingSubscription[],
  criteria: Criteria,
  allowance: number,
  now: number,
): Choice {
  const served = new Map<string, WaitingSubscription>()
  const choice: Choice = { served: [], units: 0, unmatched: [], kept: [], held: {}, lifts: [] }
  for (const one of waiting) {
    if (choice.units >= allowance) break
    choice.last = one
    const decision = decide(one, criteria, now)
    if (decision === 'serve') {
      if (served.has(one.contact_id)) continue
      served.set(one.contact_id, one)
      choice.units += criteria.countsPeople ? 1 : one.wanted
    } else if (decision === 'unmatched') {
      choice.unmatched.push(one)
    } else {
      choice.kept.push({ one, reason: decision })
      choice.held[decision] = (choice.held[decision] ?? 0) + 1
      const liftedAt = mayLiftAt(one, decision, criteria, now)
      if (liftedAt !== undefined) choice.lifts.push(liftedAt)
    }
  }
  choice.served = [...served.values()]
  return choice
}

/**
 * Decides about one subscription. The built-in checks hold it. The shop's own conditions delete it,
 * as Voyado's do, unless the shop keeps unmatched subscriptions. A platform has product data of its
 * own, but it notifies only people whose subscription it has taken over.
 */
export function decide(
  one: WaitingSubscription,
  criteria: Criteria,
  now: number,
): 'serve' | 'unmatched' | HoldReason {
  const { reach, coolDownHours, conditions, keepUnmatched, quantity } = criteria
  const { messagesPerPersonPerDay } = criteria
  const own = (one.channels & reach.own) !== 0
  if (!own) {
    const platforms = reach.platforms.filter(({ bits }) => (one.channels & bits) !== 0)
    const relays = parsed(one.relays)
    if (platforms.length === 0) return 'unreachable'
    if (!platforms.some(({ name }) => relays[name])) return 'not_handed_on'
  }
  if (one.offered === 0) return 'not_offered'
  if (own && one.product_data === null) return 'product_unknown'
  const cooled = one.notified_at === null || now - one.notified_at >= coolDownHours * HOUR_MS
  if (!cooled) return 'cooling_down'
  if (conditions && !holds(conditions, factsOf(one, quantity, now))) {
    return keepUnmatched ? 'conditions' : 'unmatched'
  }
  // A platform decides by itself how much it sends.
  const more = messagesFor(one, reach)
  return hasRoomToday(one.messages_today, more, messagesPerPersonPerDay) ? 'serve' : 'enough_today'
}

/** How many messages a further product is for a person: none over a channel where it joins one that waits. */
const messagesFor = ({ channels, joinable }: WaitingSubscription, { senders }: Reach): number =>
  senders.filter(({ bits, joins }) => (channels & bits) !== 0 && !(joins && joinsOne(joinable)))
    .length

/**
 * When time alone may lift a hold, in milliseconds since 1970; undefined if it cannot. For conditions
 * it is the next moment at which one of their comparisons of `waitingHours` changes for the person.
 */
export function mayLiftAt(
  one: WaitingSubscription,
  reason: HoldReason,
  { coolDownHours, conditions }: Pick<Criteria, 'coolDownHours' | 'conditions'>,
  now: number,
): number | undefined {
  if (reason === 'cooling_down') return (one.notified_at ?? now) + coolDownHours * HOUR_MS
  if (reason === 'enough_today') return dayOf(now) + DAY_MS
  if (reason !== 'conditions') return undefined
  const since = timeOf(one.id)
  const age = waitingCuts(conditions).find((cut) => since + cut > now)
  return age === undefined ? undefined : since + age
}

/**
 * When a restock that holds people is looked at again: when time lifts the first hold. If it lifts
 * several within `pauseMs`, they are one look at the end of that time; and the latest look is after
 * `longestMs`, for changes that nobody noticed. `lifts`: milliseconds since 1970.
 */
export function nextLook(
  lifts: number[],
  now: number,
  { pauseMs, longestMs }: { pauseMs: number; longestMs: number },
): number {
  let [first, second] = [now + longestMs, Infinity]
  for (const at of lifts) {
    if (at < first) [first, second] = [at, first]
    else second = Math.min(second, at)
  }
  return second < now + pauseMs ? now + pauseMs : first
}

/** The values that the shop's conditions compare. */
function factsOf(one: WaitingSubscription, quantity: number, now: number): Facts {
  return {
    sku: one.sku,
    ...(one.locale && { locale: one.locale }),
    ...(one.external_id && { externalId: one.external_id }),
    quantity,
    waitingHours: Math.max(0, now - timeOf(one.id)) / HOUR_MS,
    wanted: one.wanted,
    purchased: one.bought_at !== null && one.bought_at >= timeOf(one.id),
    product: parsed(one.product_data),
    data: parsed(one.data),
    contact: parsed(one.attributes),
  }
}

const parsed = (json: string | null): Record<string, unknown> =>
  json === null ? {} : (JSON.parse(json) as Record<string, unknown>)

/**
 * How many units the next wave may notify people of: `perUnit` for each unit in stock, less
 * `notifiedLately`: units that people were notified of in the last `everyMinutes`, and may be
 * buying now. Without waves there is no limit.
 */
export function waveSize(pace: Pace, quantity: number, notifiedLately: number): number {
  if (pace.mode === 'everyone') return Number.MAX_SAFE_INTEGER
  return Math.max(0, pace.perUnit * quantity - notifiedLately)
}
