/**
 * Reads schema.org data (JSON-LD) of a product page. Many pages describe only the variant that they
 * show first, so an offer counts only if its identifiers or its own address match the SKU. Pure.
 */
import type { AvailabilityFacts } from '../availability.ts'
import { NESTING_LEVELS, OFFERS_ON_PAGE } from './limits.ts'

/** A thing in JSON-LD, by its properties. */
export type Node = Record<string, unknown>

/** A SKU to look for, and the address of its page. */
export interface WantedSku {
  sku: string
  url: string
}

// https://schema.org/ItemAvailability
const AVAILABILITY: Record<string, AvailabilityFacts> = {
  instock: { available: true },
  limitedavailability: { available: true },
  onlineonly: { available: true },
  madetoorder: { available: true },
  outofstock: { available: false },
  soldout: { available: false },
  discontinued: { available: false },
  instoreonly: { available: false },
  reserved: { available: false },
  preorder: { oversells: true },
  presale: { oversells: true },
  backorder: { oversells: true },
}
const IDENTIFIERS = ['sku', 'productID', 'mpn', 'gtin', 'gtin8', 'gtin12', 'gtin13', 'gtin14']

export interface Offer {
  /** The identifiers of the offer or its item; if it has none, those of its product. */
  names: Set<string>
  url: string | undefined
  facts: AvailabilityFacts
  /** The product and its offer as the page has them, to describe the variant. */
  product: Node
  offer: Node
}

/**
 * The offers in a page's scripts, at most `OFFERS_ON_PAGE`. A script that is not JSON is skipped.
 */
export function offersIn(scripts: string[], pageUrl: string): Offer[] {
  const offers: Offer[] = []
  for (const text of scripts) {
    for (const product of productsIn(parsed(text))) {
      for (const offer of offersOfProduct(product, pageUrl)) {
        offers.push(offer)
        if (offers.length >= OFFERS_ON_PAGE) return offers
      }
    }
  }
  return offers
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The availability of a SKU, by the offers of its page: in stock if one of them is, else oversold
 * if one of them is. Undefined when no offer is for this SKU.
 */
export function factsFor(offers: Offer[], { sku, url }: WantedSku): AvailabilityFacts | undefined {
  const bySku = offers.filter(({ names }) => names.has(sku))
  const byUrl = offers.filter((offer) => offer.url === url && isVariantUrl(url, offer))
  const matching = (bySku.length > 0 ? bySku : byUrl).map(({ facts }) => facts)
  return (
    matching.find(({ available }) => available) ??
    matching.find(({ oversells }) => oversells) ??
    matching[0]
  )
}

// An address without a query may be that of all variants.
const isVariantUrl = (url: string, { names }: Offer) => names.size === 0 || url.includes('?')

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** The things in a value, which may be one thing or a list. */
export const nodes = (value: unknown): Node[] =>
  list(value).filter(
    (one): one is Node => typeof one === 'object' && one !== null && !Array.isArray(one),
  )

/**
 * Products at the top level, in a graph, or as a page's main entity; and their variants. Levels
 * below `NESTING_LEVELS` are ignored.
 */
function* productsIn(value: unknown, depth = 1): Generator<Node> {
  if (depth > NESTING_LEVELS) return
  for (const node of nodes(value)) {
    const types = list(node['@type']).map(wordOf)
    if (types.some((type) => /Product/.test(type))) {
      yield node
      yield* productsIn(node['hasVariant'], depth + 1)
    } else {
      yield* productsIn(node['@graph'], depth + 1)
      yield* productsIn(node['mainEntity'], depth + 1)
    }
  }
}

function offersOfProduct(product: Node, pageUrl: string): Offer[] {
  const outer = nodes(product['offers'])
  const all = outer.flatMap((offer) => {
    const inner = nodes(offer['offers'])
    return inner.length > 0 ? inner : [offer]
  })
  return all.slice(0, OFFERS_ON_PAGE).flatMap((offer) => {
    const term = bareTerm(offer['availability'])
    const facts = Object.hasOwn(AVAILABILITY, term) ? AVAILABILITY[term] : undefined
    if (!facts) return []
    const item = nodes(offer['itemOffered'])[0] ?? {}
    const own = [...identifiersOf(offer), ...identifiersOf(item)]
    const names = new Set(own.length > 0 ? own : identifiersOf(product))
    const url = absoluteUrl(offer['url'] ?? product['url'], pageUrl)
    return [{ names, url, facts, product, offer }]
  })
}

// Converting an object from a page to text may throw.
const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

const identifiersOf = (node: Node): string[] =>
  IDENTIFIERS.flatMap((key) => list(node[key]).map((value) => wordOf(value).trim())).filter(Boolean)

/** `https://schema.org/InStock`, `http://…`, `schema:InStock` and `InStock` all give `instock`. */
const bareTerm = (value: unknown): string =>
  wordOf(typeof value === 'object' && value !== null ? (value as Node)['@id'] : value)
    .replace(/^.*[/:]/, '')
    .toLowerCase()

function absoluteUrl(value: unknown, base: string): string | undefined {
  return typeof value === 'string' && URL.canParse(value, base)
    ? new URL(value, base).href
    : undefined
}
