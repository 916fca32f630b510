/**
 * The id of a variant in Klaviyo. A Back in Stock flow starts only if a subscription, a stock update and
 * the catalogue have the same id, so the feed and all requests take it from here. Pure.
 */
import type { Product } from '../../../../shared/product.ts'
import { CUSTOM, type KlaviyoOptions } from './options.ts'

type Names = Pick<KlaviyoOptions, 'catalog' | 'variantBy'>
interface Variant {
  sku: string
  product?: Pick<Product, 'variantId'> | undefined
}

/**
 * The variant's id within its catalogue. A custom feed has no variants: each row is a product, and its
 * `id` is what a subscription names ("Sync a custom catalog feed to Klaviyo"). Shelfbell's feed has a
 * row for each sku, so the sku is that id; `variantId` may change, and differ by language. An
 * integration takes the ids of its platform, which are in `variantId`.
 */
export function externalId(
  { catalog = CUSTOM, variantBy }: Names,
  { sku, product }: Variant,
): string {
  const by = variantBy ?? (catalog === CUSTOM ? 'sku' : 'variantId')
  return by === 'sku' ? sku : (product?.variantId ?? sku)
}

/** The id of a row in Shelfbell's feed. */
export const feedId = (variant: Variant): string => externalId({ catalog: CUSTOM }, variant)

/** Klaviyo's id of a variant: `integrationType:::catalogId:::externalId`. */
export const variantId = (names: Names, variant: Variant): string =>
  `${names.catalog ?? ''}:::${externalId(names, variant)}`
