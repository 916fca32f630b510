/**
 * Finds the variants of an ordinary page by its JSON-LD, with a small part of the reader. For any other
 * page it loads the whole one (structured.ts).
 */
import { isJsonLd } from '../../shared/page/json-ld.ts'
import { ordinaryVariants } from '../../shared/page/ordinary.ts'
import type { Found, PlatformModule, Spot } from '../contract.ts'

const scripts = () =>
  Array.from(document.scripts)
    .filter(({ type }) => isJsonLd(type))
    .map(({ text }) => text)

const first = (selector: string) => document.querySelector(selector)

export const follow: PlatformModule['follow'] = (page) => {
  /** The whole reader, once the page has needed it; null while it is loading. */
  let whole: (() => Spot[]) | null | undefined
  let variants: Found[] | undefined
  let readText: string | undefined

  async function readWhole(): Promise<void> {
    whole = null
    try {
      const reader = await page.structured()
      if (page.signal.aborted) return
      whole = reader.follow(page)
      page.changed()
    } catch (error) {
      console.warn('Shelfbell:', error)
    }
  }

  return () => {
    if (whole) return whole()
    const canonical = first('link[rel~=canonical i]')?.getAttribute('href') ?? undefined
    const parts = { address: location.href, scripts: scripts(), canonical }
    const hasMore = !!first('[itemtype*=Product],[property$=":availability"]')
    const text = JSON.stringify([parts, hasMore])
    if (text !== readText) {
      readText = text
      variants = ordinaryVariants(parts, hasMore)?.map(({ sku, state }) => ({
        sku,
        soldOut: state === 'sold_out' || (state === 'in_stock' ? false : undefined),
        oversold: state === 'oversold',
      }))
    }
    if (variants) return [{ anchor: undefined, variants: variants.map((one) => ({ ...one })) }]
    if (whole === undefined) void readWhole()
    return []
  }
}
