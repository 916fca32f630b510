/**
 * Simulates other rules against what happened to one sku. Pure. It decides with the engine's own functions
 * (`choose`, `waveSize`, `nextLook`), and looks at restocks as match/run.ts does. A test replays a story
 * through both.
 *
 * It knows no person: attributes, purchases, channels and earlier messages are not simulated. A message is
 * accepted at once, an approval given at once, and a level that says the same again is not in the history.
 */
import { timeOf } from '../ids.ts'
import {
  LOOK_LONGEST_MS,
  LOOK_PAUSE_MS,
  MINUTE_MS,
  SIMULATED_LOOKS,
  SOLD_OUT_AGAIN_MS,
} from '../limits.ts'
import { choose, nextLook, waveSize } from '../match/rules.ts'
import {
  change,
  join,
  leave,
  newState,
  type Person,
  type Restock,
  servedBy,
  type State,
} from './state.ts'
import type { SimulatedRules, SkuResult, SkuStory } from './story.ts'

/** What would have happened to a sku under the rules until `end` (milliseconds since 1970). */
export function simulate(story: SkuStory, simulated: SimulatedRules, end: number): SkuResult {
  const state = newState(story, simulated)
  for (const { at, happen } of eventsOf(story, state)) {
    if (at > end) break
    if (!lookBefore(state, at)) break
    happen()
  }
  lookBefore(state, end + 1)
  return { ...state.result, untold: state.result.untold + state.waiting.size }
}

interface Event {
  at: number
  happen(): void
}

/** What happened, in the order of time. Who asks at the moment of a change waits already. */
function eventsOf(story: SkuStory, state: State): Event[] {
  const joins = story.waiters.map((one) => ({ at: timeOf(one.id), happen: () => join(state, one) }))
  const leaves = story.waiters.flatMap(({ id, leftAt }) =>
    leftAt === undefined ? [] : [{ at: leftAt, happen: () => leave(state, id) }],
  )
  const changes = story.changes.map((one) => ({ at: one.at, happen: () => change(state, one) }))
  return [...joins, ...leaves, ...changes].toSorted((a, b) => a.at - b.at)
}

/** Makes the looks that are due before a time. False: there were too many. */
function lookBefore(state: State, before: number): boolean {
  for (;;) {
    let first: Restock | undefined
    for (const one of state.restocks) if (isSooner(one, first, before)) first = one
    if (!first) return true
    state.looks += 1
    if (state.looks > SIMULATED_LOOKS) {
      state.result.truncated = true
      return false
    }
    look(state, first, first.dueAt)
  }
}

const isSooner = (one: Restock, first: Restock | undefined, before: number): boolean =>
  first && one.dueAt === first.dueAt
    ? one.atOnce && !first.atOnce
    : one.dueAt < (first?.dueAt ?? before)

function look(state: State, restock: Restock, now: number): void {
  const { rules, counts } = state.simulated
  const { level } = restock
  restock.held = false
  restock.atOnce = false
  restock.dueAt = Infinity
  if (level.quantity <= counts.threshold || level.since !== restock.since) return
  if (!restock.looked) state.result.units += level.quantity
  restock.looked = true
  const { allowance, since } = allowanceFor(state, restock, now)
  const waiting = servedBy(state, level)
  const choice = choose(
    waiting,
    {
      reach: { own: 1, senders: [{ bits: 1, joins: false }], platforms: [] },
      coolDownHours: 0,
      messagesPerPersonPerDay: 1,
      conditions: rules.conditions,
      keepUnmatched: rules.keepUnmatched,
      quantity: level.quantity,
    },
    allowance,
    now,
  )
  for (const one of choice.served) tell(state, one as Person, restock, now)
  for (const { id } of choice.unmatched) state.waiting.delete(id)
  state.result.unmatched += choice.unmatched.length
  if (choice.units > 0) restock.waveAt = now
  restock.notified += choice.units
  const isFinished = choice.last?.id === waiting.at(-1)?.id
  if (counts.pace.mode === 'waves' && !isFinished) {
    const from = choice.served.length > 0 ? now : (since ?? now)
    restock.dueAt = from + counts.pace.everyMinutes * MINUTE_MS
  } else if (Object.keys(choice.held).length > 0) {
    restock.held = true
    const pauses = { pauseMs: LOOK_PAUSE_MS, longestMs: LOOK_LONGEST_MS }
    restock.dueAt = nextLook(choice.lifts, now, pauses)
  }
}

/** As `allowanceFor` of match/wave.ts. `since`: when the wave began that goes on. */
function allowanceFor(
  { restocks, simulated }: State,
  restock: Restock,
  now: number,
): { allowance: number; since?: number } {
  const { pace } = simulated.counts
  const { quantity } = restock.level
  if (pace.mode === 'everyone') return { allowance: waveSize(pace, quantity, 0) }
  const lately = now - pace.everyMinutes * MINUTE_MS
  const units = restocks.reduce((sum, one) => (one.waveAt > lately ? sum + one.notified : sum), 0)
  const allowance = waveSize(pace, quantity, units)
  if (restock.waveAt > lately) return { allowance, since: restock.waveAt }
  restock.waveAt = now
  restock.notified = 0
  return { allowance }
}

function tell(
  { waiting, result, story }: State,
  one: Person,
  { level }: Restock,
  now: number,
): void {
  waiting.delete(one.id)
  const soldOutAgain = story.changes.some(
    ({ quantity, locale, externalId, at }) =>
      quantity <= 0 &&
      locale === level.locale &&
      externalId === level.externalId &&
      at >= now &&
      at <= now + SOLD_OUT_AGAIN_MS,
  )
  const waitedMs = now - timeOf(one.id)
  result.told.push({ id: one.id, at: now, waitedMs, wanted: one.wanted, soldOutAgain })
}
