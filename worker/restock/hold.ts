/** The reasons why people wait although the variant is in stock, and how many wait for each. Pure. */

/** Why a subscription keeps waiting although the variant is back. */
export type HoldReason =
  /** No destination serves its channels. */
  | 'unreachable'
  /** A platform would notify the person, but has not taken the subscription over yet. */
  | 'not_handed_on'
  /** The shop has left the product out (`rules.products`), or does not sell it now (its `state`). */
  | 'not_offered'
  /** The message needs product data, and there is none. */
  | 'product_unknown'
  /** The person was notified about the sku less than `coolDownHours` ago. */
  | 'cooling_down'
  /** The shop's conditions do not hold, and `keepUnmatched` is on. */
  | 'conditions'
  /** The person got as many messages today as the shop sends to one person. */
  | 'enough_today'

/** The number of held subscriptions for each reason. The column `held` of a restock stores it as JSON. */
export type HoldCounts = Partial<Record<HoldReason, number>>

/** Reads the column. NULL means that the restock holds no subscription. */
export const readHolds = (json: string | null): HoldCounts =>
  json === null ? {} : (JSON.parse(json) as HoldCounts)

/** How many subscriptions are held, all reasons together. */
export const heldInAll = (holds: HoldCounts): number =>
  Object.values(holds).reduce((sum, count) => sum + count, 0)

/** Whether two counts are the same. */
export function sameHolds(one: HoldCounts, other: HoldCounts): boolean {
  const reasons = Object.keys({ ...one, ...other }) as HoldReason[]
  return reasons.every((reason) => (one[reason] ?? 0) === (other[reason] ?? 0))
}
