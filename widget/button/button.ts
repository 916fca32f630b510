/** One button on the page, in a shadow root of its own. */
import { said, type Variant } from '../contract.ts'
import css from './button.css?inline'

/** A button, and the variants that it opens the form with. */
export interface Button {
  host: HTMLElement
  button: HTMLElement
  variants: Variant[]
  /** Whether the form takes its place. */
  inline: boolean
  /** Puts it at its place; away from there, the place is as it was before. */
  put(): void
  remove(): void
}

/**
 * Makes a button that does `press` when it is pressed, and `near` when that is likely. A page's own
 * `<shelf-bell>` has it in its shadow, where nothing that writes the page or brings it to life sees it.
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

/** What decides where the page lays an element out, and how its words look. */
const LIKENESS = [
  'margin',
  'flex',
  'grid-area',
  'float',
  'vertical-align',
  'align-self',
  'order',
].concat('font', 'letter-spacing', 'text-transform')

/** Takes the room of what it stands for, so that nothing else moves, and its words' looks. */
function resemble(host: HTMLElement, stands: HTMLElement): void {
  const look = getComputedStyle(stands)
  const { width, height } = stands.getBoundingClientRect()
  // What the page hides has no room, and its looks are nobody's.
  if (!height) return
  const { style } = host
  const set = (name: string, value: string) => style.setProperty(name, value)
  for (const name of LIKENESS) set(name, look.getPropertyValue(name))
  const wide = width >= (stands.parentElement?.clientWidth ?? 0) * 0.9
  set('--shelfbell-display', wide || !look.display.startsWith('inline') ? 'block' : 'inline-block')
  // Its words stand on the line that the other's stood on.
  set('--shelfbell-inside', 'block')
  set('--shelfbell-width', wide ? '100%' : `min(${width}px, 100%)`)
  set('--shelfbell-height', `${height}px`)
  const [radius = ''] = look.borderTopLeftRadius.split(' ')
  if (!look.getPropertyValue('--shelfbell-radius')) set('--shelfbell-radius', radius)
}

/** Hides an element whatever the page's styles say, and gives what undoes it. */
function hide(element: Element): () => void {
  const { style } = element as HTMLElement
  const before = [style.getPropertyValue('display'), style.getPropertyPriority('display')] as const
  style.setProperty('display', 'none', 'important')
  return () => style.setProperty('display', ...before)
}
