/**
 * Which of several places in a feed is where its variants are: the one with most items that name a SKU
 * and say how many there are. Of two that have as many, the first. Pure.
 */
import { bareName, type Field, fieldsNamed } from './field-names.ts'
import type { FeedFields } from './options.ts'

/** How many items of a place say what. */
export interface Candidate {
  /** Adds an item that has these names. */
  add(names: Iterable<string>): void
  /** How many have a sku and a stock, any name and a stock, a name, and anything. */
  readonly counts: readonly number[]
}

/** A place of which nothing is known yet. `mapped`: the fields that the shop has named. */
export function candidate(mapped: FeedFields): Candidate {
  const counts = [0, 0, 0, 0]
  return {
    counts,
    add(names) {
      for (const [at, isSo] of kindsOf(names, mapped).entries()) {
        if (isSo) counts[at] = (counts[at] ?? 0) + 1
      }
    },
  }
}

/** The place that has most of the best kind of items that any has; without items, the first. */
export function bestOf<Place>(places: readonly (readonly [Place, Candidate])[]): Place | undefined {
  for (const kind of [0, 1, 2, 3]) {
    const countOf = ([, { counts }]: readonly [Place, Candidate]) => counts[kind] ?? 0
    const most = Math.max(0, ...places.map(countOf))
    const found = most > 0 ? places.find((place) => countOf(place) === most) : undefined
    if (found) return found[0]
  }
  return places[0]?.[0]
}

/** What an item with these names is, in the order of `counts`. */
function kindsOf(names: Iterable<string>, mapped: FeedFields): boolean[] {
  const fields = new Set<Field>()
  for (const name of names) {
    for (const [field] of fieldsNamed(name)) fields.add(field)
    for (const [field, place] of Object.entries(mapped)) {
      if (place !== undefined && bareName(place) === bareName(name)) fields.add(field as Field)
    }
  }
  const isProper = fields.has('sku')
  const isNamed = isProper || fields.has('id') || fields.has('code')
  const isStocked = fields.has('quantity') || fields.has('availability')
  return [isProper && isStocked, isNamed && isStocked, isNamed, true]
}
