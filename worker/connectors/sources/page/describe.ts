/**
 * Reads the title, image and price of a variant from its product page, from the same data as the
 * stock. Pure.
 */
import * as v from 'valibot'
import { Currency, Price, Product } from '../../../../shared/product.ts'
import { line, WebAddress } from '../../../../shared/text.ts'
import type { DescribedVariant } from '../contract.ts'
import { nodes, type Node, type Offer, type WantedSku } from './linked-data.ts'

const TITLE_CHARACTERS = 200

/**
 * The description of a SKU, from an offer that has the SKU among its identifiers: people named the
 * page, so it may show another product. Undefined if there is no such offer, or if it has no name.
 * `isOwn`: whether an address is the shop's.
 */
export function describedIn(
  offers: Offer[],
  { sku, url }: WantedSku,
  isOwn: (url: URL) => boolean,
): DescribedVariant | undefined {
  const found = offers.find(({ names }) => names.has(sku))
  if (!found) return undefined
  const { product, offer } = found
  const address = found.url !== undefined && isOwn(new URL(found.url)) ? found.url : url
  const money = [offer, ...nodes(offer['priceSpecification'])]
  const candidate = {
    title: textIn(product['name'])?.slice(0, TITLE_CHARACTERS),
    url: address,
    image: fitting(WebAddress, imageIn(product['image'] ?? offer['image'], url)),
    price: fitting(Price, numberIn(first(money, 'price') ?? offer['lowPrice'])),
    currency: fitting(Currency, textIn(first(money, 'priceCurrency'))),
  }
  const described = v.safeParse(Product, candidate)
  return described.success ? { sku, product: described.output } : undefined
}

const first = (some: Node[], key: string): unknown =>
  some.map((node) => node[key]).find((value) => value !== undefined)

const fitting = <T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined => {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : undefined
}

/** Text on one line and without HTML tags: JSON-LD may contain both. */
const textIn = (value: unknown): string | undefined => {
  const text =
    typeof value === 'string' ? value.replaceAll(/<[^>]*>|[\s\p{Cc}]+/gu, ' ').trim() : undefined
  return fitting(line(10_000), text)?.replaceAll(/ +/g, ' ')
}

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number'
    ? value
    : typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim())
      ? Number(value)
      : undefined

/** An image is an address, an ImageObject, or a list of either. */
function imageIn(value: unknown, base: string): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value
  const node = nodes(one)[0]
  const address = typeof one === 'string' ? one : (node?.['contentUrl'] ?? node?.['url'])
  return typeof address === 'string' && URL.canParse(address, base)
    ? new URL(address, base).href
    : undefined
}
