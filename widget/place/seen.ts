/** Whether a shopper can see an element. */

const CHECK = { visibilityProperty: true, checkVisibilityCSS: true }

const paints = (element: Element): boolean =>
  element.checkVisibility ? element.checkVisibility(CHECK) : element.getClientRects().length > 0

/** Whether the browser paints an element, also an empty one. A page may hide its whole body at first. */
export const isRendered = (element: Element): boolean =>
  element.isConnected && (paints(element) || !paints(document.body))

/** Whether a shopper sees an element; headings for screen readers are one pixel large. */
export function isVisible(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect()
  return width > 1 && height > 1 && isRendered(element)
}
