/** Where on the page a button belongs, and for which variants. Reads the page, changes nothing. */
import type { Variant } from '../contract.ts'
import { parameter, type Answers } from './availability.ts'
import { linkedVariants } from './linked-data.ts'

/**
 * A variant, and whether it is sold out: by the page's word, or by the edge's where the page is
 * silent; undefined as long as nobody is asked. `market` is its part of the question.
 */
export interface Found extends Variant {
  soldOut?: boolean | null | undefined
  market?: string
}

/** The variants by place: inside a marked element, or right after any other. */
export type Places = Map<Element, Found[]>

/** The attributes that a page changes when its shopper picks another variant. */
export const WATCHED = [
  'data-shelfbell-sku',
  'data-shelfbell-available',
  'data-shelfbell-locale',
  'data-shelfbell-external-id',
]

/** Marked elements win over the script tag's sku, and that over schema.org data. */
export function findPlaces(script: HTMLScriptElement, answers: Answers): Places {
  const { sku, target, externalId, locale = document.documentElement.lang } = script.dataset
  const places: Places = new Map()
  const add = (anchor: Element | null, variants: Found[]) => {
    for (const found of variants) {
      const { shelfbellLocale, shelfbellExternalId } = found.marked ?? {}
      // Pages write `sv_SE` too.
      found.locale = (shelfbellLocale || locale).replace('_', '-')
      found.externalId = shelfbellExternalId || externalId
      found.market = parameter('locale', found.locale) + parameter('externalId', found.externalId)
      found.soldOut ??= answers[found.market + found.sku]
    }
    if (anchor) places.set(anchor, variants)
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-shelfbell-sku]')) {
    const marked = element.dataset
    const { shelfbellSku, shelfbellAvailable: available } = marked
    const soldOut = available ? available !== 'true' : undefined
    // A page may leave the sku empty as long as nothing is chosen.
    add(element, shelfbellSku ? [{ sku: shelfbellSku, soldOut, marked }] : [])
  }
  if (!places.size) {
    const variants = sku ? [{ sku }] : linkedVariants()
    add(target ? document.querySelector(target) : script, variants)
  }
  return places
}
