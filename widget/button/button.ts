/** Makes a button on the page, in a shadow root of its own. */
import { said, type Variant } from '../contract.ts'
import css from './button.css?inline'

/** A button, and the variants that it opens the form with. */
export interface Button {
  host: HTMLElement
  button: HTMLElement
  variants: Variant[]
  /** Whether the form replaces the button. */
  inline: boolean
  /** Puts the button at its place. */
  put(): void
  remove(): void
}

/**
 * Makes a button that calls `press` when it is pressed, and `near` when a press is likely. In a page's
 * own `<shelf-bell>` the button is in the shadow root, invisible to frameworks that render the page.
 */
export function makeButton(
  anchor: Element,
  place: string | undefined,
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
  let restore: (() => void) | undefined
  const made: Button = {
    host,
    button,
    variants: [],
    inline,
    put() {
      if (said(anchor, 'sku') !== undefined) return anchor.append(host)
      if (place === 'replace' && !restore) {
        resemble(host, anchor as HTMLElement)
        restore = hide(anchor)
      }
      anchor.after(host)
    },
    remove() {
      if (own) root.replaceChildren()
      else host.remove()
      restore?.()
      restore = undefined
    },
  }
  return made
}

/** The properties for an element's position in the layout, and for its text style. */
const LIKENESS = [
  'margin',
  'flex',
  'grid-area',
  'float',
  'vertical-align',
  'align-self',
  'order',
].concat('font', 'letter-spacing', 'text-transform')

/** Copies layout and text style of the replaced element, so that nothing on the page moves. */
function resemble(host: HTMLElement, stands: HTMLElement): void {
  const look = getComputedStyle(stands)
  const { width, height } = stands.getBoundingClientRect()
  // A hidden element takes no space, and its style is not visible.
  if (!height) return
  const { style } = host
  const set = (name: string, value: string) => style.setProperty(name, value)
  for (const name of LIKENESS) set(name, look.getPropertyValue(name))
  const wide = width >= (stands.parentElement?.clientWidth ?? 0) * 0.9
  set('--shelfbell-display', wide || !look.display.startsWith('inline') ? 'block' : 'inline-block')
  // Aligns the text with the baseline of the replaced element.
  set('--shelfbell-inside', 'block')
  set('--shelfbell-width', wide ? '100%' : `min(${width}px, 100%)`)
  set('--shelfbell-height', `${height}px`)
  const [radius = ''] = look.borderTopLeftRadius.split(' ')
  if (!look.getPropertyValue('--shelfbell-radius')) set('--shelfbell-radius', radius)
}

/** Hides an element regardless of the page's styles; returns a function that shows it again. */
function hide(element: Element): () => void {
  const { style } = element as HTMLElement
  const before = [style.getPropertyValue('display'), style.getPropertyPriority('display')] as const
  style.setProperty('display', 'none', 'important')
  return () => style.setProperty('display', ...before)
}
