/** Decides at a glance whether the page's structured data has to be read. Pure. */

type Node = Record<string, unknown>

/** What a text must contain for the button to be loaded together with the reader. */
export const SOLD_OUT = /out.?of.?stock|sold.?out/i

/**
 * Whether a page has to be read, by the texts of its JSON-LD scripts. Most product pages say plainly
 * that they are in stock: there is an availability, each is InStock in some spelling, and no offer and no
 * product lacks one. Such a page and one without a product load nothing more. Products in a list
 * (`itemListElement`) are not the page's. A text that is no JSON is for the reader, which forgives more.
 */
export function unclear(texts: string[]): boolean {
  let product = false
  let plain = true

  function look(value: unknown, key?: string): void {
    if (key === 'availability') {
      const word = (value as Node | null)?.['@id'] ?? value
      plain &&= /^\s*([\w.:/-]*[/:])?in[\s_-]?stock\/?\s*$/i.test(`${word as string}`)
    }
    if (!value || typeof value !== 'object') return
    const { '@type': type, offers, hasVariant } = value as Node
    if (/Product/.test(`${type as string}`)) {
      product = true
      plain &&= !!(offers ?? hasVariant)
    }
    for (const offer of [offers ?? []].flat() as Node[]) {
      plain &&= !!(offer.offers ?? offer.availability)
    }
    for (const [name, each] of Object.entries(value)) {
      if (name !== 'itemListElement') look(each, name)
    }
  }

  for (const text of texts) {
    try {
      look(JSON.parse(text))
    } catch {
      if (/Product/.test(text)) return true
    }
  }
  return product && !plain
}
