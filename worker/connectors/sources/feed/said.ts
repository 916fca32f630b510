/**
 * The facts of an item: brand, tags, collections, state and expected day, as Google's, Meta's and schema.org's
 * words and the exports of platforms have them. Pure.
 *
 * A feed speaks for a fact if any of its items has it, or if one had it when the feed was read last: then an
 * item without it has none. A feed that never names a fact leaves it to other systems.
 */
import * as v from 'valibot'
import { CatalogEntry, type FactName, NAME_UNITS, NAMES } from '../../../../shared/product.ts'
import { textIn } from '../../../../shared/page/text.ts'
import type { SaidFacts } from '../entry.ts'
import type { Fields, Places } from './places.ts'

/** Facts that an item may lack. The price is part of its description. */
export const FEED_FACTS = ['brand', 'tags', 'collections', 'state', 'restockAt'] as const
export type FeedFact = (typeof FEED_FACTS)[number] & FactName

/** `https://schema.org/Discontinued`, and the same word of Meta's. */
const DISCONTINUED = /(^|[/\s])discontinued$/i

/** What withdraws an item; undefined if it is for sale. `isShown`: whether shoppers can see it. */
export const withdrawalOf = (
  item: Fields,
  isShown: boolean,
): 'hidden' | 'discontinued' | undefined =>
  item.all('availability').some((text) => DISCONTINUED.test(text.trim()))
    ? 'discontinued'
    : isShown
      ? undefined
      : 'hidden'

/** The facts that an item names. */
export function itemSays(item: Fields, state: SaidFacts['state']): SaidFacts {
  const brand = textIn(item.first('brand'))
  const tags = bounded([...listed(item.all('tags')), ...whole(item.all('labels'))])
  const collections = bounded([
    ...listed(item.all('collections')),
    ...whole(item.all('productTypes')),
  ])
  const day = v.safeParse(CatalogEntry.entries.restockAt, item.first('restockAt')?.trim())
  return {
    ...(isName(brand) && { brand }),
    ...(tags.length > 0 && { tags }),
    ...(collections.length > 0 && { collections }),
    ...(state && { state }),
    ...(day.success && day.output !== undefined && { restockAt: day.output }),
  }
}

/** Names in a list, or in one text with commas or bars between them. */
const listed = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => names(text.includes('\n') ? text.split('\n') : text.split(/[,|]/)))

/** Names of which each may have commas. */
const whole = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => names(text.split('\n')))

// Rules compare whole names: a longer one is none.
const isName = (text: string | undefined): text is string =>
  text !== undefined && text.length <= NAME_UNITS
const names = (texts: readonly string[]): string[] => texts.map(textIn).filter(isName)
const bounded = (texts: readonly string[]): string[] => [...new Set(texts)].slice(0, NAMES)

/** The facts for which a feed speaks, after all of it was read. `isAnyWithdrawn`: whether an item is. */
export const spokenFor = (places: Places, isAnyWithdrawn: boolean): FeedFact[] => {
  const has = (...fields: Parameters<Places['names']>[0][]) =>
    fields.some((field) => places.names(field).length > 0)
  const spoken: Record<FeedFact, boolean> = {
    brand: has('brand'),
    tags: has('tags', 'labels'),
    collections: has('collections', 'productTypes'),
    state: isAnyWithdrawn || has('published'),
    restockAt: has('restockAt'),
  }
  return FEED_FACTS.filter((name) => spoken[name])
}

const NONE = { brand: null, tags: [], collections: [], state: 'active', restockAt: null } as const

/** The facts of an item, for those that its feed speaks for. */
export const withNone = (said: SaidFacts, spoken: readonly FeedFact[]): SaidFacts => ({
  ...Object.fromEntries(spoken.map((name) => [name, NONE[name]])),
  ...said,
})
