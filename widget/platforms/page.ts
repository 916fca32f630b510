/** Shared by the platforms' files: reads a shop's page, and picks the variants to offer. */
import type { Found } from '../contract.ts'

export const one = <E extends HTMLElement = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
) => inside.querySelector<E>(selector) ?? undefined

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
