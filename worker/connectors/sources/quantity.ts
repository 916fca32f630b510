/** How much of a variant is in stock, decided alike for all sources. Pure. */

/** What a source says of a variant; absent is what it does not say. */
export interface Said {
  /** Any number; less than nothing is nothing, and a part of one is none. */
  quantity?: number | undefined
  /** Whether it can be bought. `false` outweighs a quantity. */
  available?: boolean | undefined
  /** Whether it may be bought while it is out of stock: "continue", backorder, preorder. */
  oversells?: boolean | undefined
  /** Only what is published counts. */
  published?: boolean | undefined
}

/** The whole quantity, zero or more. */
export const quantityOf = (quantity: number): number =>
  Math.min(Math.max(0, Math.floor(quantity)), Number.MAX_SAFE_INTEGER)

/**
 * The level to store; undefined where nothing is known. Available without a quantity is 1. What may
 * be oversold is at least 1 under `in_stock`; under `by_quantity` it is what its quantity says, and
 * without one it is sold out.
 */
export function stockOf(
  { quantity, available, oversells = false, published = true }: Said,
  oversell: 'in_stock' | 'by_quantity',
): number | undefined {
  if (!published) return 0
  if (available === false) return 0
  if (oversells && oversell === 'in_stock') return Math.max(1, quantityOf(quantity ?? 0))
  if (quantity !== undefined) return quantityOf(quantity)
  if (oversells) return 0
  return available === undefined ? undefined : 1
}
