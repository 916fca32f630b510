/** Whether a leaf can be bought. Pure. */
import { availabilityOf, availabilityWords, type State } from './availability.ts'
import type { Leaf } from './products.ts'
import { things, wordIn } from './thing.ts'

/**
 * The state of a leaf, by the first of these that has a word for it: the offer, the offer around it,
 * the item; else by a quantity; else sold out if the whole group is. `unknown`: words that nobody knows.
 */
export function stateOf({ offer, outer, item, general }: Leaf): {
  state: State | undefined
  unknown: string[]
} {
  for (const one of [offer, outer, item]) {
    const words = availabilityWords(one?.['availability'])
    if (words.length === 0) continue
    const state = availabilityOf(words)
    return { state, unknown: state ? [] : words }
  }
  const level = offer['inventoryLevel'] ?? item['inventoryLevel']
  const quantity = Number(wordIn(things(level)[0]?.['value'] ?? level) ?? NaN)
  if (Number.isFinite(quantity))
    return { state: quantity > 0 ? 'in_stock' : 'sold_out', unknown: [] }
  const isGone = availabilityOf(general?.['availability']) === 'sold_out'
  return { state: isGone ? 'sold_out' : undefined, unknown: [] }
}
