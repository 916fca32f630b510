/** Products in the page's schema.org JSON-LD. */
import type { Found, Known } from '../contract.ts'

/** A node of the page's schema.org JSON-LD. Any part may be missing or malformed. */
interface LinkedNode {
  '@type'?: Many<string>
  '@graph'?: Many<LinkedNode>
  mainEntity?: Many<LinkedNode>
  hasVariant?: Many<LinkedNode>
  offers?: Many<LinkedNode>
  sku?: string | number
  name?: string
  size?: string
  color?: string
  url?: string
  image?: Many<string | { url?: string }>
  availability?: string
  price?: string | number
  lowPrice?: string | number
  priceCurrency?: string
}
type Many<T> = T | T[] | null | undefined

const list = <T>(many: Many<T>): T[] => (Array.isArray(many) ? many : many ? [many] : [])

/** The variants of each JSON-LD text: pages change often, their structured data rarely. */
const blocks = new Map<string, Found[]>()

/** The variants of the page's first product that names a sku. */
export function linkedVariants(): Found[] {
  const scripts = document.querySelectorAll<HTMLScriptElement>('[type="application/ld+json"]')
  const found = first([...scripts], ({ text }) => {
    let block = blocks.get(text)
    if (!block) {
      try {
        block = read(JSON.parse(text) as Many<LinkedNode>)
      } catch {
        // Ignore invalid JSON-LD; the next block may be valid.
        block = []
      }
      // A single-page shop may stay open for hours.
      if (blocks.size > 20) blocks.clear()
      blocks.set(text, block)
    }
    return block
  })
  return found.map((one) => ({ ...one }))
}

const first = <T>(items: T[], find: (item: T) => Found[]): Found[] =>
  items.map(find).find((found) => found[0]) ?? []

const read = (nodes: Many<LinkedNode>): Found[] =>
  first(list(nodes), (node) =>
    /Product/.test(`${node['@type']}`) ? variantsOf(node) : read(node['@graph'] ?? node.mainEntity),
  )

function variantsOf(product: LinkedNode, group?: LinkedNode): Found[] {
  const bySku = new Map<string, Found>()
  for (const outer of list(product.offers ?? {})) {
    for (const offer of list(outer.offers ?? outer)) {
      const { sku = product.sku, availability } = offer
      // With several offers of one sku, one in stock is enough.
      if (!sku || bySku.get(`${sku}`)?.soldOut === false) continue
      bySku.set(`${sku}`, {
        sku: `${sku}`,
        soldOut: availability ? /OutOfStock|SoldOut/.test(availability) : undefined,
        known: knownOf(offer, product, group),
      })
    }
  }
  return [
    ...bySku.values(),
    ...list(product.hasVariant).flatMap((variant) => variantsOf(variant, product)),
  ]
}

function knownOf(offer: LinkedNode, product: LinkedNode, group?: LinkedNode): Known {
  const image = list(product.image ?? group?.image)[0]
  const price = Number(offer.price ?? offer.lowPrice ?? NaN)
  const variantTitle = group
    ? [product.color, product.size].filter(Boolean).join(' / ') || product.name
    : offer.name
  return {
    title: group?.name ?? product.name,
    variantTitle,
    url: offer.url ?? product.url,
    image: typeof image === 'object' ? image.url : image,
    price: price >= 0 ? price : undefined,
    currency: offer.priceCurrency,
  }
}
