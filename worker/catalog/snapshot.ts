/**
 * The product as a request describes it. A shop's backend may write anything. But anybody may use
 * the public key of the shop, and their words stand in mails to other people. Pure.
 */
import type { Product } from '../../shared/product.ts'
import { MOST_MONEY } from '../limits.ts'
import { isOwn } from '../link/own.ts'
import { DOTS, withoutLinks } from '../message/plain-text.ts'

/** A product as it is stored with a subscription. `vouched`: the shop's backend described it. */
export interface Snapshot extends Product {
  vouched?: true
}

/** A product that a backend described: it has the shop's secret key. */
export const vouchedFor = (product: Product): Snapshot => ({ ...product, vouched: true })

/**
 * Makes a stranger's description harmless: texts without links, a price within reason, and an image
 * only over https, from the shop's origins or from one of `imageHosts`. An image on another host is
 * `foreign`: it stays only if the catalogue has images on that host, too.
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

/** A sku in place of a title, without links: a stranger may have chosen the sku, too. */
export const nameOf = (sku: string): string => withoutLinks(sku) || DOTS

/** Reads a stored snapshot; undefined if the request named no product. */
export const readSnapshot = (json: string | null): Snapshot | undefined =>
  json === null ? undefined : (JSON.parse(json) as Snapshot)

/** The product of a snapshot, without `vouched`. */
export function productIn({ vouched: _vouched, ...product }: Snapshot): Product {
  return product
}
