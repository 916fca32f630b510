/** schema.org microdata, for pages without JSON-LD: the first product with a sku. */
import type { Found } from '../contract.ts'

const PRODUCT = '[itemtype$="schema.org/Product"]'

/** A property's value: its machine-readable attribute, else its text. */
function valueOf(scope: Element, name: string): string | undefined {
  const element = scope.querySelector(`[itemprop~="${name}"]`)
  const machine = ['content', 'href', 'src'].map((each) => element?.getAttribute(each))
  return machine.find(Boolean) ?? (element?.textContent?.trim() || undefined)
}

/** The variants of the first product with a sku. */
export function microdataVariants(): Found[] {
  for (const product of document.querySelectorAll(PRODUCT)) {
    const bySku = new Map<string, Found>()
    const offers = [...product.querySelectorAll('[itemprop~="offers"]')]
    for (const offer of offers[0] ? offers : [product]) {
      const sku = valueOf(offer, 'sku') ?? valueOf(product, 'sku')
      const availability = valueOf(offer, 'availability')
      if (!sku || bySku.get(sku)?.soldOut === false) continue
      const price = Number(valueOf(offer, 'price') ?? NaN)
      bySku.set(sku, {
        sku,
        soldOut: availability ? /OutOfStock|SoldOut/.test(availability) : undefined,
        known: {
          title: valueOf(product, 'name'),
          url: location.origin + location.pathname,
          image: valueOf(product, 'image'),
          price: price >= 0 ? price : undefined,
          currency: valueOf(offer, 'priceCurrency'),
        },
      })
    }
    if (bySku.size) return [...bySku.values()]
  }
  return []
}
