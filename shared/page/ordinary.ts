/**
 * Reads the skus and states of an ordinary page with a small part of the reader. Pure. For such a page it
 * gives what read.ts gives: both have the same walk, names and table of states.
 */
import type { State } from './availability.ts'
import { bySku } from './by-sku.ts'
import type { PageParts } from './parts.ts'
import { productsIn, resolver } from './products.ts'
import { type Thing, thingsOf, wordIn } from './thing.ts'

/** A variant of the page's own product. */
export interface OrdinaryVariant {
  sku: string
  /** Undefined if the page does not say. */
  state: State | undefined
}

const placeOf = (address: unknown, base: string): string | undefined => {
  try {
    const { host, pathname } = new URL(`${wordIn(address)}`, base)
    // The query may tell products apart on the front page.
    return /^\/(index\.\w+)?$/.test(pathname) ? undefined : host + pathname.replace(/\/$/, '')
  } catch {
    return undefined
  }
}

/**
 * The variants of the page's only product; undefined if the page is not an ordinary one: its JSON-LD is
 * broken, or has several products or none, one that is at home elsewhere, or a variant without an
 * identifier or with a state that nobody knows. `hasMore`: whether the page has a product in microdata or
 * metas, too, which may say what its JSON-LD leaves out.
 */
export function ordinaryVariants(
  { scripts, address, canonical }: Pick<PageParts, 'scripts' | 'address' | 'canonical'>,
  hasMore: boolean,
): OrdinaryVariant[] | undefined {
  let roots: unknown[]
  try {
    roots = scripts.map((text) => thingsOf(JSON.parse(text)))
  } catch {
    return undefined
  }
  const resolve = resolver(roots)
  const [listed, other] = productsIn(roots, resolve)
  if (!listed || other) return undefined
  const { kept, unknown } = bySku(listed.product, undefined, resolve)
  const things = [listed.product, ...kept.flatMap(({ leaf: { offer, item } }) => [offer, item])]
  const pages = new Set([address, canonical ?? address].map((page) => placeOf(page, address)))
  const homes = things.flatMap(addressesOf)
  const isAtHome = homes.some((home) => pages.has(placeOf(home, address) ?? ''))
  if ((homes.length > 0 && !isAtHome) || unknown.length > 0) return undefined
  const variants = kept.flatMap(({ names: [sku], state }) =>
    sku !== undefined && (state ?? !hasMore) && !/^(https?:|#|\/)/i.test(sku)
      ? [{ sku, state }]
      : [],
  )
  return variants.length > 0 && variants.length === kept.length ? variants : undefined
}

/** The addresses by which a thing may be at home on another page. */
const addressesOf = (one: Thing): unknown[] =>
  [one['url'], one['@id'], one['mainEntityOfPage']].filter((value) => value !== undefined)
