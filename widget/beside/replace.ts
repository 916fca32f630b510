/** Puts a button in the place of another element, so that nothing on the page moves. */

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
export function resemble(host: HTMLElement, stands: HTMLElement): void {
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

/**
 * The mark of a hidden element, with the `display` of its own style. Pages keep copies of their elements
 * for later (Turbo, htmx): a copy says itself how it looked.
 */
export const HIDDEN = 'data-shelfbell-hidden'

/** Hides an element regardless of the page's styles. */
export function hide(element: HTMLElement): void {
  const { style } = element
  const priority = style.getPropertyPriority('display')
  element.setAttribute(HIDDEN, `${style.getPropertyValue('display')} ${priority}`)
  style.setProperty('display', 'none', 'important')
}

/** Shows a hidden element again, or a copy of it. */
export function unhide(element: HTMLElement): void {
  const [display = '', priority] = (element.getAttribute(HIDDEN) ?? '').split(' ')
  element.removeAttribute(HIDDEN)
  element.style.setProperty('display', display, priority)
}
