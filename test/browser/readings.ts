/**
 * What a platform's file reads in many states of a page, with one page load. The page has a template
 * for each state, named by its id; the classes in `data-body` are the body's while it is there. A
 * template's `<script type="text/plain">` is what then happens: it runs between two readings.
 */
import type { Page } from '@playwright/test'
import type { PlatformModule } from '../../widget/contract.ts'

/** By the template's id: each variant as `SKU state, title, further facts`, or where there is none. */
export type Readings = Record<string, string[]>

/**
 * Reads every template with the platform's file of the Worker. `any`: as with `data-any`. A reading
 * names the element beside which the button goes, then its variants.
 */
export function readStates(page: Page, worker: string, platform: string): Promise<Readings> {
  return page.evaluate(async (file) => {
    const { follow } = (await import(file)) as PlatformModule
    const told: Record<string, string[]> = {}
    const read = (reader: ReturnType<typeof follow>) =>
      reader().map(({ anchor, variants }) => {
        const found = variants.map(({ sku, soldOut, oversold, known = {} }) => {
          const state =
            soldOut === undefined ? (oversold ? 'oversold' : 'unknown') : soldOut ? 'gone' : 'there'
          const { title, variantTitle, price, currency, image, url } = known
          const facts = [
            title,
            variantTitle,
            price,
            currency,
            image,
            url?.replace(location.origin, ''),
          ]
          return [`${sku} ${state}`, ...facts].filter((fact) => fact !== undefined).join(', ')
        })
        return `${anchor?.id || anchor?.className}: ${found.join('; ') || 'none'}`
      })
    for (const template of document.querySelectorAll('template')) {
      document.body.className = template.dataset['body'] ?? ''
      document.querySelector('main')?.replaceChildren(template.content.cloneNode(true))
      const stop = new AbortController()
      const any = 'any' in template.dataset
      const structured = () => Promise.reject(new Error('not here'))
      const reader = follow({ changed() {}, signal: stop.signal, any, structured })
      const readings = read(reader)
      for (const { text } of document.querySelectorAll<HTMLScriptElement>(
        'main [type="text/plain"]',
      )) {
        // oxlint-disable-next-line no-new-func -- the page's own text, as a script of the shop would run
        new Function(text)()
        readings.push(...read(reader))
      }
      told[template.id] = readings
      stop.abort()
    }
    return told
  }, `${worker}/shelfbell-latest/${platform}.js`)
}
