/** The variants of one product of a page. Pure. */
import { imageAddress, linkIn, ownAddress, pageAddress } from './address.ts'
import { bySku } from './by-sku.ts'
import { moneyOf } from './money.ts'
import type { PageParts, PageVariant } from './parts.ts'
import type { Leaf, Resolve } from './products.ts'
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
  const address = pageAddress(parts)
  const { kept, unknown } = bySku(product, isOwn ? address : undefined, resolve)
  const title = textIn(product['name'])
  const titles = variantTitles(
    kept.map(({ leaf }) => leaf),
    kept.map(({ names }) => names[0] ?? ''),
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
    unknown,
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
