/** Finds on a page, as shared/page has read it, the variant that a stock calls by a name. Pure. */
import * as v from 'valibot'
import { beginning } from '../../../../shared/beginning.ts'
import { productAddress } from '../../../../shared/page/address.ts'
import type { State } from '../../../../shared/page/availability.ts'
import type { PageReading, PageVariant } from '../../../../shared/page/parts.ts'
import { LooseProduct, usableProduct } from '../../../loose-product.ts'
import type { Product } from '../../../../shared/product.ts'
import type { AvailabilityFacts } from '../availability.ts'
import { SHOWN_NAME_CHARACTERS, SHOWN_NAMES } from './limits.ts'

/** A SKU to look for, and the address of its page. */
export interface WantedSku {
  sku: string
  url: string
}

/**
 * The variant that a SKU names: the one with this sku, else one with another identifier of this name,
 * else the one whose own address is the page's. The page's own product comes before others on it.
 * Undefined if the page has none: many pages name only the variant that they show first.
 */
export function variantFor(
  { own, others }: PageReading,
  { sku, url }: WantedSku,
): PageVariant | undefined {
  const all = [...own, ...others]
  return (
    all.find(({ names }) => names[0] === sku) ??
    all.find(({ names }) => names.includes(sku)) ??
    all.find((variant) => isAt(variant, url))
  )
}

/** Whether an address is one variant's: without a query it may be that of all variants. */
function isAt({ names, url }: PageVariant, wanted: string): boolean {
  const address = productAddress(wanted)
  if (url === undefined || url !== address) return false
  return address.includes('?') || names.every((name) => /^(https?:|#)/.test(name))
}

/** By what a page names its variants, as far as `GET /v1/sources` and the log show it. */
export const namesOn = ({ own, others }: PageReading): string[] =>
  [...(own.length > 0 ? own : others)]
    .flatMap(({ names }) => names[0] ?? [])
    .slice(0, SHOWN_NAMES)
    .map((name) => beginning(name, SHOWN_NAME_CHARACTERS))

const FACTS: Record<State, AvailabilityFacts> = {
  in_stock: { available: true },
  sold_out: { available: false },
  oversold: { oversells: true },
}

/** What the page says of a variant's stock; undefined if it says nothing, or in a word that nobody knows. */
export const factsOf = ({ state }: PageVariant): AvailabilityFacts | undefined =>
  state && FACTS[state]

/**
 * The description of a SKU. People named the page, so it may show another product: it counts only if
 * the page names the SKU. What nobody can use is left out. `isOwn`: whether an address is the shop's.
 */
export function describedIn(
  reading: PageReading,
  wanted: WantedSku,
  isOwn: (url: URL) => boolean,
): Product | undefined {
  const variant = variantFor(reading, wanted)
  if (!variant?.names.includes(wanted.sku) || variant.product.title === undefined) return undefined
  const said = v.parse(LooseProduct, variant.product)
  const url = said.url !== undefined && isOwn(new URL(said.url)) ? said.url : undefined
  return usableProduct({ ...said, url }, { title: wanted.sku, url: wanted.url })
}
