/** Finds the places for buttons and their variants. Reads the page and changes nothing. */
import { said, type Found, type Places, type Settings, type Spot } from '../contract.ts'
import { parameter, type Answers } from './availability.ts'

/** The attributes that a page changes when the shopper chooses another variant. */
export const WATCHED = ['sku', 'available', 'locale', 'external-id'].flatMap((name) => [
  name,
  `data-shelfbell-${name}`,
])

/** Priority: marked elements, the settings' sku, the platform, schema.org data. */
export function findPlaces(
  settings: Settings,
  answers: Answers,
  find: () => Spot[] | undefined,
): Places {
  const { sku, target, anchor, externalId, locale = document.documentElement.lang } = settings
  const places: Places = new Map()
  const add = (at: Element | null | undefined, variants: Found[]) => {
    for (const found of variants) {
      const { marked } = found
      // Some pages write `sv_SE`.
      found.locale = (said(marked, 'locale') || locale).replace('_', '-')
      found.externalId = said(marked, 'external-id') || externalId
      found.market = parameter('locale', found.locale) + parameter('externalId', found.externalId)
      found.soldOut ??= answers.get(found.market + found.sku)
    }
    if (at) places.set(at, variants)
  }
  for (const marked of document.querySelectorAll('[data-shelfbell-sku],shelf-bell[sku]')) {
    const own = said(marked, 'sku')
    const available = said(marked, 'available')
    const soldOut = available ? available !== 'true' : undefined
    // A page may leave the sku empty while nothing is chosen.
    add(marked, own ? [{ sku: own, soldOut, marked }] : [])
  }
  if (!places.size) {
    const there = target && document.querySelector(target)
    const spots = sku ? [{ anchor, variants: [{ sku }] }] : (find() ?? [])
    for (const { anchor: own = anchor, variants } of target ? spots.slice(0, 1) : spots) {
      add(target ? there || null : own, variants)
    }
  }
  return places
}
