/**
 * What schema.org data (JSON-LD) on a product page says of a sku's availability. Pages often name
 * only the variant that is shown first, so an offer counts only where its sku, or an address that is
 * the variant's own, says that it is the one. Pure.
 */
import type { Said } from '../quantity.ts'

type Node = Record<string, unknown>

/** A sku that is looked for, and the address of its page. */
export interface Wanted {
  sku: string
  url: string
}

// schema.org/ItemAvailability.
const AVAILABILITY: Record<string, Said> = {
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

interface Offer {
  /** What names it: its own identifiers, or where it has none its product's. */
  names: Set<string>
  url: string | undefined
  said: Said
}

/** The texts of the page's scripts to offers; what cannot be parsed is left out. */
export function offersOf(scripts: string[], pageUrl: string): Offer[] {
  return scripts.flatMap((text) => {
    try {
      return productsIn(JSON.parse(text)).flatMap((product) => offersOfProduct(product, pageUrl))
    } catch {
      // One broken script, and the next may be sound.
      return []
    }
  })
}

/** What the offers say of the sku: in stock as soon as one of them says so. */
export function saidOf(offers: Offer[], { sku, url }: Wanted): Said | undefined {
  const bySku = offers.filter(({ names }) => names.has(sku))
  const own = offers.filter((offer) => offer.url === url && isOwnAddress(url, offer))
  const fitting = bySku.length > 0 ? bySku : own
  return (
    fitting.find(({ said }) => said.available)?.said ??
    fitting.find(({ said }) => said.oversells)?.said ??
    fitting[0]?.said
  )
}

/** An address without a query may be that of all variants. */
const isOwnAddress = (url: string, { names }: Offer) => names.size === 0 || url.includes('?')

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

const nodes = (value: unknown): Node[] =>
  list(value).filter((one): one is Node => typeof one === 'object' && !Array.isArray(one))

/** Products wherever they stand: at the top, in a graph, or as what the page is about. */
function productsIn(value: unknown): Node[] {
  return nodes(value).flatMap((node) => {
    const types = list(node['@type']).map(String)
    if (types.some((type) => /Product/.test(type))) {
      return [node, ...productsIn(node['hasVariant'])]
    }
    return [...productsIn(node['@graph']), ...productsIn(node['mainEntity'])]
  })
}

function offersOfProduct(product: Node, pageUrl: string): Offer[] {
  const outer = nodes(product['offers'])
  const all = outer.flatMap((offer) => {
    const inner = nodes(offer['offers'])
    return inner.length > 0 ? inner : [offer]
  })
  return all.flatMap((offer) => {
    const said = AVAILABILITY[plain(offer['availability'])]
    if (!said) return []
    const item = nodes(offer['itemOffered'])[0] ?? {}
    const own = [...namesOf(offer), ...namesOf(item)]
    const names = new Set(own.length > 0 ? own : namesOf(product))
    return [{ names, url: absolute(offer['url'] ?? product['url'], pageUrl), said }]
  })
}

const namesOf = (node: Node): string[] =>
  IDENTIFIERS.flatMap((key) => list(node[key]).map((value) => String(value).trim())).filter(Boolean)

/** `https://schema.org/InStock`, `http://…`, `schema:InStock` and `InStock` are one. */
const plain = (value: unknown): string =>
  String(typeof value === 'object' && value !== null ? (value as Node)['@id'] : value)
    .replace(/^.*[/:]/, '')
    .toLowerCase()

function absolute(value: unknown, base: string): string | undefined {
  return typeof value === 'string' && URL.canParse(value, base)
    ? new URL(value, base).href
    : undefined
}
