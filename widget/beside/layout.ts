/**
 * Lays a button out beside the page's buy button: under it, or under the row that it stands in, so that it
 * takes no room from it. The gap is the page's own, and the button is as wide, as high and as round as the
 * buy button. Reads the page's styles as they are now; call it again when the page's width changes.
 */

const BUTTON = 'button,input,[role=button],a'

/** The gap where the page has none of its own to go by, and the widest to be copied, in pixels. */
const GAP = 12
const WIDEST = 32

/** The width of a space in large text, in pixels. */
const SPACE = 7

/** The least width of a bar that has room for two buttons, in pixels. */
const WIDE = 600

/** The heights of buttons, in pixels; what is lower or higher is something else. */
const LOWEST = 32
const HIGHEST = 72

const px = (length: string) => Number.parseFloat(length) || 0

/** The properties that `layOut` sets, each time anew. */
const PROPERTIES = [
  'margin',
  'flex',
  'order',
  'grid-column',
  'align-self',
  'float',
  'clear',
].concat('margin-inline-start', 'text-align', 'width')

/** The element that lays another out: its nearest parent with a box. */
function containerOf(element: Element): Element | null {
  let at = element.parentElement
  while (at && getComputedStyle(at).display === 'contents') at = at.parentElement
  return at
}

const isPinned = ({ position, bottom }: CSSStyleDeclaration) =>
  position === 'fixed' || position === 'absolute' || (position === 'sticky' && bottom !== 'auto')

const isFlex = ({ display }: CSSStyleDeclaration) => display.endsWith('flex')
const isGrid = ({ display }: CSSStyleDeclaration) => display.endsWith('grid')
const isRow = (look: CSSStyleDeclaration) => isFlex(look) && look.flexDirection.startsWith('row')

const heightOf = (element: Element) => element.getBoundingClientRect().height

/** The boxes that a container lays out: its children, and those of children without a box. */
const itemsOf = (container: Element): Element[] =>
  [...container.children].flatMap((each) =>
    getComputedStyle(each).display === 'contents' ? itemsOf(each) : [each],
  )

/** What a shopper sees of the items around an element, without the button. */
const seenAround = (element: Element, host: Element): Element[] =>
  itemsOf(containerOf(element) ?? element).filter((each) => {
    if (each === element) return true
    const { width, height } = each.getBoundingClientRect()
    return each !== host && width && height && !isPinned(getComputedStyle(each))
  })

/** The items that stand beside an element, in the same line, and the element itself. */
function lineOf(element: Element, items: Element[]): Element[] {
  const { top, bottom, height } = element.getBoundingClientRect()
  return items.filter((each) => {
    const box = each.getBoundingClientRect()
    return each === element || (height && box.top < bottom - 2 && box.bottom > top + 2)
  })
}

/** The distance that the page keeps between its buy button and what is beside or above it, in pixels. */
function gapOf(anchor: Element, items: Element[]): number {
  const row = containerOf(anchor)
  const { rowGap = '', columnGap = '' } = row ? getComputedStyle(row) : {}
  const { marginTop, marginBottom } = getComputedStyle(anchor)
  const own = anchor.getBoundingClientRect()
  const before = items[items.indexOf(anchor) - 1]?.getBoundingClientRect()
  const distance =
    before &&
    own.height &&
    (before.bottom <= own.top
      ? own.top - before.bottom
      : Math.max(own.left - before.right, before.left - own.right))
  const gaps = [px(rowGap), px(columnGap), Math.max(px(marginTop), px(marginBottom))]
  // A space between two words is no gap.
  if (distance && distance > SPACE) gaps.push(distance)
  return gaps.find((gap) => gap >= 4 && gap <= WIDEST) ?? GAP
}

/** Gives the host the look of the buy button: its text, its height and its corners. */
function resemble(host: HTMLElement, model: Element, width: string): void {
  const look = getComputedStyle(model)
  const { height } = model.getBoundingClientRect()
  const set = (name: string, value: string) => host.style.setProperty(name, value)
  for (const name of ['font', 'letter-spacing', 'text-transform']) {
    set(name, look.getPropertyValue(name))
  }
  // What the page itself sets counts.
  const own = (name: string, value: string) => look.getPropertyValue(name) || set(name, value)
  own('--shelfbell-radius', look.borderTopLeftRadius.split(' ')[0] ?? '')
  if (height >= LOWEST && height <= HIGHEST) own('--shelfbell-height', `${height}px`)
  own('--shelfbell-width', width)
}

/** The room for the content of an element, in pixels. */
function roomIn(element: Element): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element)
  return element.clientWidth - px(paddingLeft) - px(paddingRight)
}

/** Whether an element is in a bar that stays on the screen while the page scrolls. */
function isInBar(element: Element): boolean {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    if (isPinned(getComputedStyle(at))) return true
  }
  return false
}

/** Whether a row has no room for another button: it cannot wrap, and is no wide bar. */
const isFull = (row: Element, look: CSSStyleDeclaration) =>
  isRow(look) &&
  look.flexWrap === 'nowrap' &&
  !isPinned(look) &&
  row !== document.body &&
  !(roomIn(row) >= WIDE && isInBar(row))

/**
 * The anchor, or the outermost of its wrappers that hold nothing else: in a row or a grid the button must
 * not make one of them higher, because that stretches its neighbours.
 */
function itemOf(anchor: Element, host: Element): Element {
  let item = anchor
  let child = anchor
  for (let at = anchor.parentElement; at && at !== document.body; at = at.parentElement) {
    const look = getComputedStyle(at)
    // An element of the theme's own is inline by default, also if it holds whole blocks.
    const isInline = look.display === 'inline' && getComputedStyle(child).display !== 'block'
    child = at
    if (look.display === 'contents') continue
    const other = [...at.children].find((each) => {
      const { width, height } = each.getBoundingClientRect()
      return each !== host && !each.contains(item) && width && height
    })
    if (!isInline && (other ?? (isRow(look) || isGrid(look)))) break
    if (isInline || isInLowRow(at, host)) item = at
  }
  return item
}

/** Whether an element stands in a row or a grid beside nothing that is much higher, such as a picture. */
function isInLowRow(element: Element, host: Element): boolean {
  const row = containerOf(element)
  const look = row && getComputedStyle(row)
  if (!look || !(isRow(look) || isGrid(look))) return false
  const heights = lineOf(element, seenAround(element, host)).map(heightOf)
  return Math.max(...heights) <= 2 * HIGHEST
}

/** Puts the host under its anchor, and lays it out. Does nothing more if it is there already. */
export function layOut(host: HTMLElement, anchor: Element): void {
  const { style } = host
  const item = itemOf(anchor, host)
  const first = containerOf(item)
  if (!first) return
  const items = seenAround(item, host)
  const line = lineOf(item, items)
  const gap = gapOf(item, items)
  let after = line.at(-1) ?? item
  let container: Element = first
  let look = getComputedStyle(container)
  for (let outer; isFull(container, look) && (outer = containerOf(container)); container = outer) {
    after = container
    look = getComputedStyle(outer)
  }
  if (host.parentElement !== after.parentElement) after.after(host)

  const set = (name: string, value: string) => style.setProperty(name, value)
  for (const name of PROPERTIES) style.removeProperty(name)
  const stands = getComputedStyle(after)
  const rows = isFlex(look) || isGrid(look)
  if (rows) set('order', stands.order)
  const inRow = isRow(look) && look.flexWrap === 'nowrap'
  if (isRow(look)) {
    set('flex', inRow ? 'none' : '0 0 100%')
    if (look.justifyContent === 'center') set('text-align', 'center')
  } else if (isFlex(look)) set('align-self', stands.alignSelf)
  else if (isGrid(look)) {
    const column = stands.gridColumnStart
    set('grid-column', column === 'auto' ? '1 / -1' : `${column} / ${stands.gridColumnEnd}`)
  } else if (line.some((each) => getComputedStyle(each).float !== 'none')) {
    const side = stands.float === 'none' ? 'left' : stands.float
    set('float', side)
    set('text-align', side.replace('inline-', ''))
    set('clear', 'both')
    set('width', '100%')
  }

  const model = anchor.matches(BUTTON)
    ? anchor
    : anchor.matches('h1,h2')
      ? null
      : anchor.querySelector('[type=submit],button:not([type=button])')
  if (model?.getBoundingClientRect().height) {
    const boxes = line.map((each) => each.getBoundingClientRect())
    const extent =
      Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left))
    const width = extent >= roomIn(first) * 0.9 ? '100%' : `min(${Math.round(extent)}px, 100%)`
    resemble(host, model, inRow ? '0px' : width)
  }

  if (inRow) {
    if (!px(look.columnGap)) set('margin-inline-start', `${gap}px`)
    return
  }
  space(host, after, line, gap, rows && px(look.rowGap) > 0)
}

/** The next element on the page that has a height. */
function nextOf(element: Element): Element | null {
  let at: Element | null = element
  do {
    while (at && !at.nextElementSibling) at = at.parentElement
    at = at?.nextElementSibling ?? null
  } while (at && !at.getBoundingClientRect().height)
  return at
}

/**
 * Sets the host's margins, so that it is as far from the buy button as from what follows. `spaced`: its
 * container keeps its own distance between rows.
 */
function space(host: HTMLElement, after: Element, line: Element[], gap: number, spaced: boolean) {
  const set = (name: string, length: number) => host.style.setProperty(name, `${length}px`)
  const endOf = (element: Element) => element.getBoundingClientRect().bottom
  if (!spaced) {
    const { paddingBottom, marginBottom } = getComputedStyle(after)
    set('margin-bottom', px(marginBottom))
    set('margin-top', gap)
    const { top, height } = host.getBoundingClientRect()
    // A script tag, an empty target or a hidden button is nowhere.
    if (!height || !heightOf(after)) return
    const end = line.includes(after)
      ? Math.max(...line.map(endOf))
      : endOf(after) - px(paddingBottom)
    // Margins collapse or add up, and a line of text has room below.
    set('margin-top', Math.max(0, gap - (top - end - gap)))
  }
  const next = nextOf(host)?.getBoundingClientRect()
  const room = (next?.top ?? Infinity) - endOf(host)
  if (room >= 0 && room < 4) set('margin-bottom', gap)
}
