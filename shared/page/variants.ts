/** The variants of one product of a page. Pure. */
import { imageAddress, linkIn, ownAddress, pageAddress } from './address.ts'
import { best } from './availability.ts'
import { moneyOf } from './money.ts'
import { nameOfAddress, namesOf } from './names.ts'
import type { PageParts, PageVariant } from './parts.ts'
import { type Leaf, leavesOf, type Resolve } from './products.ts'
import { stateOf } from './state.ts'
import { textIn } from './text.ts'
import { list, type Thing, wordIn } from './thing.ts'
import { variantTitles } from './titles.ts'

/** What the variants of a product are, and the words for availability that nobody knows. */
export interface Variants {
  variants: PageVariant[]
  unknown: string[]
}

/**
 * The variants of a product; with several offers for one of them, the best counts. `isOwn`: whether
 * it is the page's own, so that the page's address names it, too.
 */
export function variantsOf(
  product: Thing,
  isOwn: boolean,
  parts: PageParts,
  resolve: Resolve,
  now: number,
): Variants {
  const leaves = leavesOf(product, resolve)
  const address = pageAddress(parts)
  const named = leaves.map((leaf) => ({
    leaf,
    names: namesOf(leaf, leaves.length === 1, isOwn ? address : undefined),
    ...stateOf(leaf),
  }))
  // Leaves that nothing tells apart are one, by the page's address.
  const told = named.filter(({ names }) => names.length > 0)
  const all =
    told.length > 0
      ? told
      : named.map((one) => ({ ...one, names: isOwn ? nameOfAddress(address) : [] }))
  const bySku = new Map<string, (typeof all)[number]>()
  for (const one of all) {
    const [sku] = one.names
    if (sku === undefined) continue
    const before = bySku.get(sku)
    const isBetter = before?.state !== best([before?.state, one.state])
    if (!before || isBetter) bySku.set(sku, one)
  }
  const kept = [...bySku.values()]
  const title = textIn(product['name'])
  const titles = variantTitles(
    kept.map(({ leaf }) => leaf),
    [...bySku.keys()],
    title,
  )
  return {
    variants: kept.map(({ leaf, names, state }, index): PageVariant => {
      const { offer, item, group } = leaf
      const name = title ?? textIn(item['name'])
      const own = ownAddress(wordIn(offer['url']) ?? wordIn(item['url']), parts)
      return {
        names,
        state,
        url: own,
        product: {
          title: name,
          variantTitle: titles[index] === name ? undefined : titles[index],
          url:
            linkIn(
              [offer, item, group].map((one) => wordIn(one?.['url'])),
              parts,
            ) ?? address,
          image: pictureOf(leaf, parts.address, resolve),
          ...moneyOf(leaf, now),
        },
      }
    }),
    unknown: named.flatMap(({ unknown }) => unknown),
  }
}

/** The first usable picture: of the variant, then of the product. An offer among several is a variant. */
function pictureOf(
  { offer, item, group, isOnly }: Leaf,
  base: string,
  resolve: Resolve,
): string | undefined {
  const addresses = (image: unknown): unknown[] =>
    typeof image === 'string'
      ? [image]
      : resolve(image).flatMap((one) => [one['contentUrl'], one['url'], one['@id']].flatMap(list))
  return (isOnly ? [item, offer, group] : [offer, item, group])
    .flatMap((one) => list(one?.['image']).flat())
    .flatMap(addresses)
    .map((address) => imageAddress(address, base))
    .find(Boolean)
}
