/** Finds the products on the page. Reads it and changes nothing. */
import { said, type Settings, type Spot } from '../contract.ts'
import type { Answers } from './ask.ts'
import { parameter } from './parameter.ts'

/** The attributes that a page changes when the shopper chooses another variant. */
export const WATCHED = ['sku', 'available', 'locale', 'external-id'].flatMap((name) => [
  name,
  `data-shelfbell-${name}`,
])

/** Priority: marked elements, the settings' sku, the platform, schema.org data. */
export function findSpots(
  settings: Settings,
  answers: Answers,
  find: () => Spot[] | undefined,
): Spot[] {
  const { sku, externalId, locale = document.documentElement.lang } = settings
  let spots = [...document.querySelectorAll('[data-shelfbell-sku],shelf-bell[sku]')].map(
    (marked): Spot => {
      const own = said(marked, 'sku')
      const available = said(marked, 'available')
      const soldOut = available ? available !== 'true' : undefined
      // A page may leave the sku empty while nothing is chosen.
      return { anchor: marked, variants: own ? [{ sku: own, soldOut, marked }] : [] }
    },
  )
  if (!spots[0]) spots = sku ? [{ variants: [{ sku }] }] : (find() ?? [])
  for (const found of spots.flatMap(({ variants }) => variants)) {
    const { marked } = found
    found.locale = said(marked, 'locale') || locale
    found.externalId = said(marked, 'external-id') || externalId
    found.market = parameter('locale', found.locale) + parameter('externalId', found.externalId)
    // The shop may not offer what the page says is sold out, so that is asked, too.
    const [is, restockAt] = answers.get(found.market + found.sku) ?? []
    found.restockAt = restockAt
    found.missed = !!found.soldOut
    if (found.soldOut !== false) found.soldOut = is && (found.missed || is === 'sold_out')
  }
  return spots
}
