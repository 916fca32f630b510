/** Shared by the platforms' files: reads a shop's page, and picks the variants to offer. */
import type { Found, Known } from '../contract.ts'

export const one = <E extends HTMLElement = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
) => inside.querySelector<E>(selector) ?? undefined

/** An Open Graph property of the page: every platform writes them. */
const meta = (property: string) => one<HTMLMetaElement>(`meta[property="${property}"]`)?.content

/** The page's product data, the same for all variants. */
export const pageProduct = (): Known => ({
  title: meta('og:title') || one('h1')?.textContent?.trim() || undefined,
  image: meta('og:image:secure_url') || meta('og:image') || undefined,
  currency: meta('product:price:currency') || meta('og:price:currency') || undefined,
})

/**
 * Picks the variants to offer: the chosen one. With nothing chosen: all if all are sold out, else none,
 * because the shopper may still choose one in stock. With `any`: always all.
 */
export function pick(all: Found[], chosen: Found | undefined, any: boolean): Found[] {
  if (any) return all
  if (chosen) return [chosen]
  return all.every(({ soldOut }) => soldOut) ? all : []
}

/** Parses JSON of the page; undefined if it is invalid. */
export function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return
  }
}
