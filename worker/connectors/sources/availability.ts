/** How much of a variant is in stock: one rule for all sources. Pure. */
import type { Oversell } from '../../../shared/stock.ts'

/** What a vendor says about a variant. An absent field is unknown. */
export interface AvailabilityFacts {
  /** Any number. Negative quantities count as 0, fractions are rounded down. */
  quantity?: number | undefined
  /** Whether it can be bought. `false` overrides any quantity. */
  available?: boolean | undefined
  /** Whether it can be bought while it is out of stock: "continue", backorder, preorder. */
  oversells?: boolean | undefined
  /** Whether shoppers can see it. Default: true. An unpublished variant counts as sold out. */
  published?: boolean | undefined
}

/** A whole quantity, 0 or more. */
export const wholeQuantity = (quantity: number): number =>
  Math.min(Math.max(0, Math.floor(quantity)), Number.MAX_SAFE_INTEGER)

/**
 * The quantity to store; undefined when nothing is known. Available without a quantity is 1. A
 * variant that oversells is at least 1 under `in_stock`; under `by_quantity` it has its quantity,
 * or 0 when that is unknown.
 */
export function stockQuantity(
  { quantity, available, oversells = false, published = true }: AvailabilityFacts,
  oversell: Oversell,
): number | undefined {
  if (!published) return 0
  if (available === false) return 0
  if (oversells && oversell === 'in_stock') return Math.max(1, wholeQuantity(quantity ?? 0))
  if (quantity !== undefined) return wholeQuantity(quantity)
  if (oversells) return 0
  return available === undefined ? undefined : 1
}

/** A source's own options, and the shop's choice beside them. */
export type WithOversell<O> = O & { oversell: Oversell }
