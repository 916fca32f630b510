/** Products in the page's schema.org JSON-LD. */
import { list, type Found, type LinkedNode, type Many } from '../contract.ts'

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
        linked: [offer, product, group],
      })
    }
  }
  return [
    ...bySku.values(),
    ...list(product.hasVariant).flatMap((variant) => variantsOf(variant, product)),
  ]
}
