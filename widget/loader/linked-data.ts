/** Products in the page's schema.org JSON-LD. */
import { list, type LinkedNode, type Many } from '../contract.ts'
import type { Found } from './page.ts'

/** The variants of the page's first product that names a sku. */
export function linkedVariants(): Found[] {
  const scripts = document.querySelectorAll<HTMLScriptElement>('[type="application/ld+json"]')
  return first([...scripts], ({ text }) => {
    try {
      return read(JSON.parse(text) as Many<LinkedNode>)
    } catch {
      // Broken JSON-LD is the page's own matter, and the next block may be sound.
    }
    return []
  })
}

const first = <T>(items: T[], find: (item: T) => Found[]): Found[] =>
  items.map(find).find((found) => found[0]) ?? []

const read = (nodes: Many<LinkedNode>): Found[] =>
  first(list(nodes), (node) =>
    /Product/.test(`${node['@type']}`) ? variantsOf(node) : read(node['@graph'] ?? node.mainEntity),
  )

function variantsOf(product: LinkedNode, group?: LinkedNode): Found[] {
  const bySku: Record<string, Found> = {}
  for (const outer of list(product.offers ?? {})) {
    for (const offer of list(outer.offers ?? outer)) {
      const { sku = product.sku, availability } = offer
      // Several offers of one sku: it can be bought as soon as one of them says so.
      if (!sku || bySku[sku]?.soldOut === false) continue
      bySku[sku] = {
        sku: `${sku}`,
        soldOut: availability ? /OutOfStock|SoldOut/.test(availability) : undefined,
        linked: [offer, product, group],
      }
    }
  }
  return [
    ...Object.values(bySku),
    ...list(product.hasVariant).flatMap((variant) => variantsOf(variant, product)),
  ]
}
