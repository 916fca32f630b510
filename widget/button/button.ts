/** One button on the page, in a shadow root of its own. */
import { said, type Variant } from '../contract.ts'
import css from './button.css?inline'

/** A button, and the variants that it opens the form with. */
export interface Button {
  host: HTMLElement
  button: HTMLElement
  variants: Variant[]
  /** Puts it at its place; away from there, the place is as it was before. */
  put(anchor: Element): void
  remove(): void
}

/** Makes a button that does `press` when it is pressed, and `near` when that is likely. */
export function makeButton(
  place: string | undefined,
  near: () => void,
  press: (made: Button) => Promise<void>,
): Button {
  const host = document.createElement('shelf-bell')
  const button = document.createElement('button')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.append(button)
  button.type = 'button'
  button.part = 'button'
  button.ariaHasPopup = 'dialog'
  for (const type of ['pointerenter', 'focus']) button.addEventListener(type, near)
  button.addEventListener('click', async (event) => {
    // The place may be inside a link, or a card that listens.
    event.preventDefault()
    event.stopPropagation()
    if (button.ariaDisabled) return
    button.ariaDisabled = 'true'
    await press(made)
    button.ariaDisabled = null
  })
  let restore: (() => void) | undefined
  const made: Button = {
    host,
    button,
    variants: [],
    put(anchor) {
      if (said(anchor, 'sku') !== undefined) return anchor.append(host)
      anchor.after(host)
      if (place === 'replace' && !restore) restore = hide(anchor)
    },
    remove() {
      host.remove()
      restore?.()
      restore = undefined
    },
  }
  return made
}

/** Hides an element whatever the page's styles say, and gives what undoes it. */
function hide(element: Element): () => void {
  const { style } = element as HTMLElement
  const before = [style.getPropertyValue('display'), style.getPropertyPriority('display')] as const
  style.setProperty('display', 'none', 'important')
  return () => style.setProperty('display', ...before)
}
