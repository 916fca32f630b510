/**
 * The people who wait although the variant is in stock, each with the reason, decided when the page is read
 * and by the rules of a match. A page reads as many subscriptions as a match reads at once, at most.
 */
import { rows } from '../homes/d1.ts'
import { MATCH_CHUNK } from '../limits.ts'
import type { HoldCounts } from '../restock/hold.ts'
import { countHolds, holdsIn } from '../restock/store.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault } from '../vault.ts'
import { type Criteria, decide, mayLiftAt } from './rules.ts'
import { criteriaOf, withAttributes } from './serve.ts'
import {
  type PlaceInList,
  type WaitingBesideLevel,
  waitingBesideLevel,
  waitingBesideLevels,
} from './waiting.ts'

/**
 * The hold reasons; `awaiting_approval` and `stopped`: the whole restock waits for the shop; and `in_turn`:
 * the person is not held, and is served by the next wave or look.
 */
export const WAIT_REASONS = [
  'unreachable',
  'not_handed_on',
  'not_offered',
  'product_unknown',
  'cooling_down',
  'conditions',
  'enough_today',
  'awaiting_approval',
  'stopped',
  'in_turn',
] as const
export type WaitReason = (typeof WAIT_REASONS)[number]

/** A person who waits although a level that serves them is sellable. */
export interface Held {
  subscription: string
  contact: string
  sku: string
  locale?: string
  externalId?: string
  reason: WaitReason
  /** When time alone may end the reason, at the earliest; ISO 8601. Missing if time cannot. */
  until?: string
}

/** A page of people. The first page also counts the people whom the last looks held, by reason. */
export interface HeldPage {
  reasons?: HoldCounts
  held: Held[]
  cursor?: string
}

/**
 * The next people who wait beside the sellable levels of a shop, by sku and then oldest first. With a
 * `reason` a page may be short, or empty, and still have a cursor: it looked at `MATCH_CHUNK` people.
 * `now`: milliseconds since 1970.
 */
export async function listHeld(
  env: Env,
  db: D1Database,
  shop: Shop,
  query: {
    sku?: string | undefined
    reason?: WaitReason | undefined
    limit: number
    cursor?: string | undefined
  },
  now: number,
): Promise<HeldPage> {
  const { sku, reason, limit, cursor } = query
  const { conditions } = shop.settings.rules
  // Without a reason the page lists every person that it reads.
  const most = reason === undefined ? limit : MATCH_CHUNK
  const place = { sku, after: placeAfter(cursor) }
  const [found, counted] = await db.batch([
    waitingBesideLevels(db, shop, place, most),
    ...(cursor === undefined ? [countHolds(db, shop.id, sku)] : []),
  ])
  const waiting = rows<WaitingBesideLevel>(found)
  const vault = await openVault(env, shop)
  const held: Held[] = []
  let last: WaitingBesideLevel | undefined
  for (const sealed of waiting) {
    if (held.length === limit) break
    last = sealed
    const one = conditions ? await withAttributes(vault, sealed) : sealed
    const entry = heldAs(one, criteriaOf(shop, one.quantity), now)
    if (reason === undefined || entry.reason === reason) held.push(entry)
  }
  const isEnd = waiting.length < most && last?.id === waiting.at(-1)?.id
  return {
    ...(counted && { reasons: holdsIn(counted) }),
    held,
    ...(last && !isEnd && { cursor: `${last.restock_id}:${last.id}` }),
  }
}

/**
 * Why some people who wait for a sku wait although a level that serves them is sellable, by the ids of their
 * subscriptions. A person whom two levels serve is in turn if one of them would serve the person now.
 */
export async function heldAmong(
  env: Env,
  db: D1Database,
  shop: Shop,
  sku: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, Held>> {
  const { conditions } = shop.settings.rules
  const held = new Map<string, Held>()
  if (ids.length === 0) return held
  const vault = await openVault(env, shop)
  for (const sealed of await waitingBesideLevel(db, shop, sku, ids)) {
    const one = conditions ? await withAttributes(vault, sealed) : sealed
    const entry = heldAs(one, criteriaOf(shop, one.quantity), now)
    if (!held.has(one.id) || entry.reason === 'in_turn') held.set(one.id, entry)
  }
  return held
}

/** Where a page goes on. A cursor is the ids of the restock and the subscription that came last. */
function placeAfter(cursor: string | undefined): PlaceInList | undefined {
  const [restock = '', subscription = ''] = cursor?.split(':', 2) ?? []
  return cursor === undefined ? undefined : { restock, subscription }
}

function heldAs(one: WaitingBesideLevel, criteria: Criteria, now: number): Held {
  const decision = restReason(one) ?? decide(one, criteria, now)
  // Without `keepUnmatched`, a person who fails the conditions is removed at the next look.
  const holds = decision === 'unmatched' ? 'conditions' : decision
  const reason = holds === 'serve' ? 'in_turn' : holds
  const until = liftedAt(one, reason, criteria, now)
  return {
    subscription: one.id,
    contact: one.contact_id,
    sku: one.sku,
    ...(one.locale && { locale: one.locale }),
    ...(one.external_id && { externalId: one.external_id }),
    reason,
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  }
}

/** Why the person's restock serves no person at all; undefined if it is matched. */
function restReason({
  restock_state: state,
}: WaitingBesideLevel): 'awaiting_approval' | 'stopped' | undefined {
  if (state === 'awaiting') return 'awaiting_approval'
  return state === 'stopped' ? state : undefined
}

/** When time alone may end a reason; undefined if it cannot. */
function liftedAt(
  one: WaitingBesideLevel,
  reason: WaitReason,
  criteria: Criteria,
  now: number,
): number | undefined {
  switch (reason) {
    case 'in_turn':
      return one.due_at ?? undefined
    case 'awaiting_approval':
    case 'stopped':
      return undefined
    default:
      return mayLiftAt(one, reason, criteria, now)
  }
}
