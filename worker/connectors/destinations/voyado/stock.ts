/**
 * Stock levels for Voyado, as absolute quantities. Two of Voyado's documents contradict each other: in API
 * v3 `stock-levels` takes the list; in the swagger of v2 it takes one level, and `stock-levels/batch` takes
 * the list. So a list that is refused in one place is tried in the other.
 *
 * A list that is refused in both is halved, within limits, until the level that Voyado refuses is
 * alone: the others get through.
 */
import { chunks } from '../../../chunks.ts'
import { type Answer, statusOf } from '../../answer.ts'
import type { Level } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { isGood, outcomeOfStatus } from './api.ts'
import type { Engage } from './bodies.ts'
import { STOCK_PATHS } from './options.ts'

/** What an API answers to a body of another shape, or at a path that it does not have. */
const ELSEWHERE = new Set([400, 404, 405, 422, 500])
/** What it answers when a level of a list has a fault. */
const FAULTY = new Set([400, 422])
/** What it answers at a path that it does not have. */
const NOWHERE = new Set([404, 405])
/** Enough to find two levels among a thousand. */
const HALVINGS = 20

/** Where lists go, for one update. */
interface Way {
  /** In the order in which they are tried. */
  paths: StockPath[]
  /** The first path has taken a list, or the other path does not exist: try no other. */
  settled: boolean
}

/** Sends levels in lists. After a failure all are sent again, which is harmless. */
export async function updateStock(engage: Engage, levels: Level[]): Promise<Outcome> {
  const { batch, stockPath } = engage.options
  const way: Way = {
    paths: [stockPath, ...STOCK_PATHS.filter((path) => path !== stockPath)],
    settled: false,
  }
  let halvings = 0
  let refused: Outcome | undefined
  const lists = chunks(levels, batch)
  for (let list = lists.shift(); list; list = lists.shift()) {
    const answer = await put(engage, way, list)
    const outcome = outcomeOf(answer, outcomeOfLevels)
    if (outcome.kind === 'accepted') continue
    // 400 and 422 are about this list. Any other failure would meet the other lists as well.
    if (!FAULTY.has(statusOf(answer))) return outcome
    if (list.length === 1 || halvings === HALVINGS) refused = outcome
    else {
      halvings += 1
      lists.unshift(...chunks(list, Math.ceil(list.length / 2)))
    }
  }
  // For the log: with this path as `stockPath`, each update would take one request less.
  const moved = way.paths[0] !== stockPath
  return refused ?? { kind: 'accepted', ...(moved && { used: { other_stock_path: 1 } }) }
}

type StockPath = (typeof STOCK_PATHS)[number]

/** Sends a list; if Voyado refuses it, to the other path as well. Gives the answer that counts. */
async function put({ send }: Engage, way: Way, levels: Level[]): Promise<Answer> {
  const body = levels.map(({ sku, quantity, locale, externalId }) => ({
    sku,
    quantity,
    locale,
    externalId,
  }))
  const first = await send('PUT', `/inventory/${way.paths[0]}`, body)
  way.settled ||= isGood(first)
  if (way.settled || !ELSEWHERE.has(statusOf(first))) return first
  const second = await send('PUT', `/inventory/${way.paths[1]}`, body)
  const [firstIsNone, secondIsNone] = [first, second].map((one) => NOWHERE.has(statusOf(one)))
  way.settled = isGood(second) || secondIsNone === true
  if (!isGood(second) && (secondIsNone || !firstIsNone)) return first
  way.paths.reverse()
  return second
}

/** A refusal never ends a level for good: the shop can correct the path, the locale or the length of lists. */
function outcomeOfLevels(status: number, body: string): Outcome {
  const outcome = outcomeOfStatus(status, body)
  return outcome.kind === 'refused'
    ? { kind: 'parked', reason: `stock_levels_${outcome.reason}` }
    : outcome
}
