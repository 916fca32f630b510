/** What the platforms' files share: reading a shop's page, and which variants are asked for. */
import type { Found, Known } from '../contract.ts'

export const one = <E extends HTMLElement = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
) => inside.querySelector<E>(selector) ?? undefined

/** A property of the page's head, as made for social networks: every platform writes them. */
const meta = (property: string) => one<HTMLMetaElement>(`meta[property="${property}"]`)?.content

/** What the page says of its one product, whichever variant is chosen. */
export const pageProduct = (): Known => ({
  title: meta('og:title') || one('h1')?.textContent?.trim() || undefined,
  image: meta('og:image:secure_url') || meta('og:image') || undefined,
  currency: meta('product:price:currency') || meta('og:price:currency') || undefined,
})

/**
 * The chosen variant alone. With nothing chosen: all of them where all are sold out, for then there
 * is nothing left to choose; else none, for the shopper may still choose one that is in stock.
 * With `any`, all of them always.
 */
export function pick(all: Found[], chosen: Found | undefined, any: boolean): Found[] {
  if (any) return all
  if (chosen) return [chosen]
  return all.every(({ soldOut }) => soldOut) ? all : []
}

/** JSON that the page wrote; nothing where it is broken. */
export function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return
  }
}
