/** The catalogue entries of products and variations. Pure. */
import * as v from 'valibot'
import { amountIn } from '../../../../shared/page/price.ts'
import { textIn } from '../../../../shared/page/text.ts'
import { WebAddress } from '../../../../shared/text.ts'
import type { SaidFacts, SourceEntry, SourceFacts } from '../entry.ts'
import type { WooCommerceOptions } from './options.ts'
import { isPublished, type Product, skuOf, type Variation } from './product.ts'

type Options = Pick<WooCommerceOptions, 'baseUrl' | 'skuFrom' | 'locale' | 'currency' | 'oversell'>

/** The catalogue entries of a product and its variations; none for unpublished ones. */
export function productEntries(
  product: Product,
  variations: readonly Variation[],
  options: Options,
): SourceEntry[] {
  const entries = [product, ...variations].flatMap((one): SourceEntry[] => {
    const sku = skuOf(one, product, options)
    if (!isPublished(product) || !isPublished(one)) return []
    const attributes = 'attributes' in one ? one.attributes : []
    const variantTitle = textIn(attributes.map(({ option }) => option).join(' / '))
    const image = 'attributes' in one ? (one.image ?? product.images[0]) : product.images[0]
    const price = amountIn(one.price)
    return [
      {
        sku,
        ...(options.locale && { locale: options.locale }),
        title: textIn(product.name) ?? sku,
        ...(variantTitle && { variantTitle }),
        url: addressOf(one, product, options),
        ...(image && { image: image.src }),
        ...(price !== undefined && { price }),
        ...(price !== undefined && options.currency && { currency: options.currency }),
        ...factsOf(product),
        state: 'active',
        id: String(product.id),
        variantId: String(one.id),
      },
    ]
  })
  // Of entries with one SKU the first is kept, the product's: reversed, it is the last.
  return [...new Map(entries.toReversed().map((entry) => [entry.sku, entry])).values()]
}

/** What the product says of itself. A list that is missing says nothing; an empty one says that there is none. */
const factsOf = ({ tags, categories, brands }: Product): SaidFacts => ({
  ...(tags && { tags }),
  ...(categories && { collections: categories }),
  ...(brands && { brand: brands[0] ?? null }),
})

/** What hides a product and its variations, or one of them, from the entries that they had. */
export function hiddenFacts(
  product: Product,
  variations: readonly Variation[],
  options: Options,
): SourceFacts[] {
  return [product, ...variations].flatMap((one): SourceFacts[] =>
    isPublished(product) && isPublished(one)
      ? []
      : [
          {
            sku: skuOf(one, product, options),
            ...(options.locale && { locale: options.locale }),
            variantId: String(one.id),
            state: 'hidden',
          },
        ],
  )
}

/**
 * The address of a page: its own, that of its product, or the one that WordPress leads from to the page
 * (`get_post_permalink` gives it for posts without a pretty one).
 */
function addressOf(one: Product | Variation, product: Product, { baseUrl }: Options): string {
  const said = [one.permalink, product.permalink].map((link) =>
    link?.startsWith('/') && URL.canParse(link, baseUrl) ? new URL(link, baseUrl).href : link,
  )
  return (
    said.find((url) => v.is(WebAddress, url)) ?? `${baseUrl}/?post_type=product&p=${product.id}`
  )
}
