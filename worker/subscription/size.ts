/** How much of what a page says is stored. A page is anybody's word, so its size is limited. Pure. */
import type { Product } from '../../shared/product.ts'
import { PAGE_CHARACTERS, SNAPSHOT_BYTES } from '../limits.ts'
import { utf8 } from '../utf8.ts'

/**
 * The description of a product, within SNAPSHOT_BYTES as JSON. If it is larger, it loses first its
 * picture, then the query of its address, and then it is dropped: nobody is turned away because of it.
 * The catalogue, or the shop's page, says what the product is.
 */
export function fitted<P extends Product>(product: P): P | undefined {
  const plain = { ...product, image: undefined }
  return [product, plain, { ...plain, url: withoutQuery(plain.url) }].find(fits)
}

const fits = (product: Product) => bytesOf(JSON.stringify(product)) <= SNAPSHOT_BYTES

/** The length of a text in UTF-8, as the database stores it. */
export const bytesOf = (text: string): number => utf8(text).length

/**
 * The address of a page as it is stored with a consent: without its query, which may hold anything
 * about the shopper, and at most PAGE_CHARACTERS long.
 */
export const evidenceOf = (page: string): string => withoutQuery(page).slice(0, PAGE_CHARACTERS)

function withoutQuery(address: string): string {
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
