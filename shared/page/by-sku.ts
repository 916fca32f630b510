/** Puts the leaves of a product together by their skus. Pure. */
import { best, type State } from './availability.ts'
import { nameOfAddress, namesOf } from './names.ts'
import { type Leaf, leavesOf, type Resolve } from './products.ts'
import { stateOf } from './state.ts'
import type { Thing } from './thing.ts'

/** A leaf, and what it is called. */
export interface Named {
  leaf: Leaf
  /** The best first: its sku. */
  names: string[]
  state: State | undefined
}

/**
 * The leaves of a product, one for each sku; of several the best state counts. `address`: of the page,
 * if the product is its own. `unknown`: the words for availability that nobody knows.
 */
export function bySku(
  product: Thing,
  address: string | undefined,
  resolve: Resolve,
): { kept: Named[]; unknown: string[] } {
  const leaves = leavesOf(product, resolve)
  const all = leaves.map((leaf) => ({
    leaf,
    names: namesOf(leaf, leaves.length === 1, address),
    ...stateOf(leaf),
  }))
  // Leaves that nothing tells apart are one, by the page's address.
  const isNameless = all.every(({ names }) => names.length === 0)
  const kept = new Map<string, Named>()
  for (const { leaf, names: own, state } of all) {
    const names = isNameless ? nameOfAddress(address) : own
    const [sku] = names
    if (sku === undefined) continue
    const before = kept.get(sku)
    const isBetter = before?.state !== best([before?.state, state])
    if (!before || isBetter) kept.set(sku, { leaf, names, state })
  }
  return { kept: [...kept.values()], unknown: all.flatMap(({ unknown }) => unknown) }
}
