/** By what a shop's stock may name a variant. Pure. */
import { list, type Thing, wordIn } from './thing.ts'
import type { Leaf } from './products.ts'

/** Identifiers of schema.org and of pages, the best first. */
const KINDS = [
  'sku',
  'mpn',
  'gtin',
  'gtin13',
  'gtin12',
  'gtin14',
  'gtin8',
  'isbn',
  'productID',
  'productId',
  'identifier',
]
/** What templates print when a product has no identifier. */
const EMPTY = /^(n\/?a|null|none|undefined|nil|false|-+|0)$/i
/** The longest name that a stock takes (shared/text.ts, `Sku`). */
const LONGEST = 200

const usable = (name: string | undefined): string[] =>
  name && name.length <= LONGEST && !EMPTY.test(name) && !/[\p{Cc}\p{Cs}]/u.test(name) ? [name] : []

/** `mpn:925872` is a way to write an identifier's kind in the value (https://schema.org/productID). */
const bare = (kind: string, word: string | undefined): string | undefined =>
  kind === 'productID' ? word?.replace(/^(sku|mpn|gtin\d*|isbn|ean|upc|asin|id):\s*/i, '') : word

/** The name of a variant that only its page tells from others: the address, or the end of a long one. */
export const nameOfAddress = (address: string | undefined): string[] =>
  usable(address?.slice(-LONGEST))

const identifiersOf = (things: readonly Thing[]): string[] =>
  KINDS.flatMap((kind) =>
    things.flatMap((one) => list(one[kind]).flatMap((value) => usable(bare(kind, wordIn(value))))),
  )

/** The platform's id of a variant, in the address of its offer. */
const idIn = (address: unknown): string[] =>
  usable(
    /[?&](?:variant|variation_id|id_product_attribute|variantId|vid)=([\w-]+)/.exec(
      `${wordIn(address)}`,
    )?.[1],
  )

/**
 * The names of a leaf, the best first: sku, other identifiers, the platform's id, `@id`, and last the
 * page's address if the page has no other variant. An offer among several that has identifiers of its
 * own does not go by those of its product. None if nothing tells the leaf from others.
 * `isAlone`: whether the page's product has no other leaf. `address`: the page's.
 */
export function namesOf(
  { offer, item, group, isOnly }: Leaf,
  isAlone: boolean,
  address: string | undefined,
): string[] {
  const ofOffer = [...identifiersOf([offer]), ...idIn(offer['url'])]
  const inherits = isOnly || ofOffer.length === 0
  const strong = inherits
    ? [
        ...identifiersOf([offer, item, ...(isAlone && group ? [group] : [])]),
        ...idIn(offer['url']),
        ...idIn(item['url']),
      ]
    : ofOffer
  const weak = isAlone
    ? [item['@id'], offer['@id'], address]
    : [item['@id'], item['url'] ?? offer['url']]
  return [...new Set([...strong, ...weak.flatMap((one) => nameOfAddress(wordIn(one)))])]
}
