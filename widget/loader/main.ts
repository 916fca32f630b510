/**
 * The script of a shop's page: finds what is sold out, puts a button there, follows the page.
 * Whatever goes wrong in here stays in here: the page never sees an exception.
 */
import { ask, type Answers } from './availability.ts'
import { closeForm, makeButton, wordIn, type Button } from './button.ts'
import { findPlaces, WATCHED, type Found, type Places } from './page.ts'

/** Changes of a page come in bursts; one look after each is enough. */
const SETTLE_MS = 50

const isMissed = ({ soldOut }: Found) => soldOut

function start(script: HTMLScriptElement, shop: string): void {
  const base = new URL('.', script.src).href
  const api = `${base}v1/client/availability?shop=${shop}`
  const buttons = new Map<Element, Button>()
  let answers: Answers | undefined
  let timer: number | undefined

  const observer = new MutationObserver(() => {
    timer ??= setTimeout(look, SETTLE_MS)
  })

  /** Shows what the page says at once, and what the edge says when it has answered. */
  async function look(): Promise<void> {
    timer = undefined
    try {
      // The page may have moved on when the answer is there, so it is read again.
      if (answers && (await ask(api, show(), answers))) await look()
    } catch (error) {
      console.warn('Shelfbell:', error)
    }
  }

  /** Brings the buttons in line with the page, or takes all away. Gives the variants found. */
  function show(): Found[] {
    const places: Places = answers ? findPlaces(script, answers) : new Map()
    for (const anchor of buttons.keys()) if (!places.has(anchor)) places.set(anchor, [])
    for (const [anchor, variants] of places) {
      const variant = variants.find(isMissed)
      let made = buttons.get(anchor)
      if (variant) {
        buttons.set(anchor, (made ??= makeButton(base, shop)))
        // A button that the page took away stays away until there is another variant to ask for.
        if (made.variants[0]?.sku !== variant.sku && !made.host.isConnected) {
          if (variant.marked) anchor.append(made.host)
          else anchor.after(made.host)
        }
        made.variants = variants.filter(isMissed)
        made.button.textContent = script.dataset['label'] ?? wordIn(variant.locale)
      } else {
        made?.host.remove()
        buttons.delete(anchor)
      }
    }
    return [...places.values()].flat()
  }

  function destroy(): void {
    observer.disconnect()
    answers = undefined
    closeForm()
    show()
  }

  function refresh(): void {
    destroy()
    answers = {}
    observer.observe(document, { childList: true, subtree: true, attributeFilter: WATCHED })
    void look()
  }

  window.Shelfbell = { refresh, destroy }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', refresh)
  else refresh()
}

try {
  const script = document.currentScript as HTMLScriptElement
  const { shop } = script.dataset
  if (shop && !window.Shelfbell) start(script, shop)
} catch (error) {
  console.warn('Shelfbell:', error)
}
