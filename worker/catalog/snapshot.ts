/**
 * What a request said about its product. A shop's backend may say anything; whoever has the public key
 * of the shop may be anybody, and what he says stands in the mail that somebody else gets. Pure.
 */
import type { Product } from '../../shared/product.ts'
import { MOST_MONEY } from '../limits.ts'
import { isOwn } from '../link/own.ts'
import { DOTS, withoutLinks } from '../message/plain-text.ts'

/** A product as it is stored with a subscription. `vouched`: the shop's backend said so. */
export interface Snapshot extends Product {
  vouched?: true
}

/** A backend's word: it has the shop's secret key. */
export const vouchedFor = (product: Product): Snapshot => ({ ...product, vouched: true })

/**
 * A stranger's word, made harmless: texts without links, a price within reason, and an image only
 * over https, on the shop's origins or on one of `imageHosts`. An image elsewhere is `foreign`: it may
 * stay if the catalogue has images there, too.
 */
export function madeHarmless(
  { title, variantTitle, image, price, currency, ...rest }: Product,
  sku: string,
  { origins, imageHosts }: { origins: readonly string[]; imageHosts: readonly string[] },
): { product: Snapshot; foreign: boolean } {
  const variant = variantTitle && withoutLinks(variantTitle)
  const isOurs =
    image !== undefined && (isOwn(image, origins) || imageHosts.includes(new URL(image).host))
  const mayShow = image !== undefined && (isOurs || image.startsWith('https:'))
  return {
    product: {
      title: withoutLinks(title) || nameOf(sku),
      ...(variant && { variantTitle: variant }),
      ...(mayShow && { image }),
      ...(price !== undefined && price <= MOST_MONEY && { price, ...(currency && { currency }) }),
      ...rest,
    },
    foreign: mayShow && !isOurs,
  }
}

/** A sku in the place of a title: forms name skus, so it is a stranger's word as well. */
export const nameOf = (sku: string): string => withoutLinks(sku) || DOTS

/** Reads a stored snapshot; undefined if the request named no product. */
export const readSnapshot = (json: string | null): Snapshot | undefined =>
  json === null ? undefined : (JSON.parse(json) as Snapshot)

/** The product of a snapshot, as it is given to others. */
export function productIn({ vouched: _vouched, ...product }: Snapshot): Product {
  return product
}
