/** Makes a button on the page, in a shadow root of its own. */
import type { Variant } from '../contract.ts'
import css from './button.css?inline'

/** A button, and the variants that it opens the form with. */
export interface Button {
  host: HTMLElement
  button: HTMLElement
  variants: Variant[]
  /** Whether the form replaces the button. */
  inline: boolean
  /** How often it may still be put on the page. */
  tries: number
  remove(): void
}

/**
 * Makes a button that calls `press` when it is pressed, and `near` when a press is likely. In a page's
 * own `<shelf-bell>` the button is in the shadow root, invisible to frameworks that render the page.
 */
export function makeButton(
  anchor: Element,
  inline: boolean,
  near: () => void,
  press: (made: Button) => Promise<void>,
): Button {
  const own = anchor.localName === 'shelf-bell'
  const host = own ? (anchor as HTMLElement) : document.createElement('shelf-bell')
  const button = document.createElement('button')
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.append(button)
  button.type = 'button'
  button.part = 'button'
  if (!inline) button.ariaHasPopup = 'dialog'
  for (const type of ['pointerenter', 'focus']) button.addEventListener(type, near)
  button.addEventListener('click', async (event) => {
    // The place may be inside a link, or in a card with a click listener.
    event.preventDefault()
    event.stopPropagation()
    if (button.ariaDisabled) return
    button.ariaDisabled = 'true'
    await press(made)
    button.ariaDisabled = null
  })
  if (!own) host.dataset['shelfbell'] = ''
  const made: Button = {
    host,
    button,
    variants: [],
    inline,
    tries: 0,
    remove() {
      if (own) root.replaceChildren()
      else host.remove()
    },
  }
  return made
}
