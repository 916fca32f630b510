/** Which of the products on a page is the page's own. Pure. */
import { likeness, ownAddress, pageAddress } from './address.ts'
import type { PageParts } from './parts.ts'
import { leavesOf, type Listed, type Resolve } from './products.ts'
import { stateOf } from './state.ts'
import { textIn } from './text.ts'
import { thing, type Thing, wordIn } from './thing.ts'

/** Leaves of a product that are asked for their addresses. */
const LEAVES = 100

/** The addresses of the shop's own pages that a product names as its own. */
function addressesOf(product: Thing, parts: PageParts, resolve: Resolve): string[] {
  const leaves = leavesOf(product, resolve, LEAVES)
  const main = product['mainEntityOfPage']
  return [
    product['url'],
    product['@id'],
    main,
    resolve(main)[0]?.['@id'],
    ...leaves.flatMap(({ offer, item }) => [offer['url'], item['url'], item['@id']]),
  ].flatMap((value) => {
    // Microdata gives each property as a list.
    const address = wordIn(value) ?? ''
    return /^(https?:|[./?])/i.test(address) ? (ownAddress(address, parts) ?? []) : []
  })
}

const fold = (text: string | undefined): string => (textIn(text) ?? '').toLowerCase()

/** Whether a name is that of the heading; `loosely`: or one begins with the other. */
function isAlike(name: string, heading: string, loosely: boolean): boolean {
  if (name === '' || heading === '') return false
  return name === heading || (loosely && (name.startsWith(heading) || heading.startsWith(name)))
}

/**
 * The page's own product: that with the page's address, else the one that the page names as its main
 * thing, else the one with the name of the heading, else the first without an address. Undefined if
 * all products are at home on other pages: then the page is a list. If several plugins of a shop
 * describe the product, it has what each of them says.
 */
export function ownOf(
  listed: readonly Listed[],
  parts: PageParts,
  resolve: Resolve,
): { own: Thing | undefined; others: Thing[] } {
  const pages = [pageAddress(parts), ownAddress(parts.address, parts)].flatMap((page) => page ?? [])
  const heading = fold(parts.heading)
  const all = listed.map(({ product, isMain }) => {
    const addresses = addressesOf(product, parts, resolve)
    const name = fold(textIn(product['name']))
    const hasHome = addresses.length > 0
    return {
      product,
      name,
      sku: wordIn(product['sku']),
      isMain,
      hasHome,
      isHeading: isAlike(name, heading, !hasHome),
      score: Math.max(0, ...addresses.map((address) => likeness(address, pages))),
    }
  })
  const top = Math.max(0, ...all.map(({ score }) => score))
  const pool = all.filter(({ score }) => score === top)
  const chosen =
    pool.find(({ isMain }) => isMain) ??
    pool.find(({ isHeading }) => isHeading) ??
    pool.find(({ hasHome }) => top > 0 || !hasHome || (all.length === 1 && heading === ''))
  const same = pool.filter(
    (one) =>
      one === chosen ||
      (chosen &&
        ((one.sku !== undefined && one.sku === chosen.sku) ||
          (one.name !== '' && one.name === chosen.name && !differ(one.sku, chosen.sku)))),
  )
  const others = all.filter((one) => !same.includes(one)).map(({ product }) => product)
  if (!chosen) return { own: undefined, others }
  const [first, ...further] = [chosen, ...same.filter((one) => one !== chosen)]
    .map(({ product }) => product)
    .toSorted((a, b) => Number(isSilent(a, resolve)) - Number(isSilent(b, resolve)))
  const own =
    further.length > 0
      ? thing([first, ...further].flatMap((one) => Object.entries(one ?? {})))
      : first
  return { own, others }
}

/** Two plugins that describe one product may each leave out its sku, but do not write another. */
const differ = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b

/** Whether nothing about a product says whether it can be bought. */
const isSilent = (product: Thing, resolve: Resolve): boolean =>
  leavesOf(product, resolve, LEAVES).every((leaf) => stateOf(leaf).state === undefined)
