/**
 * Finds the place for the button on a page that names none: the script's own place if it stands beside
 * the product, else after the buy button, else after the heading.
 */
import type { PlaceModule } from '../contract.ts'
import { commonOf, isElsewhere, parentsOf } from './scope.ts'
import { isRendered, isVisible } from './seen.ts'
import { fold, namesBuy, namesCart, saysBuy, saysOther } from './words.ts'

/** Buttons, and the links that act as such: most links of a page only lead to another. */
const BUTTONS = `button,[type=submit],[type=button],[type=image],[role=button],.btn,.button
,[itemtype$="/BuyAction"],a[onclick],a[href=""],a[href^="#"],a[href^="javascript:"],a[data-product-id]
,a[href*=cart i],a[href*=basket i],a[href*=checkout i],a[href*=buy i],a[class*=cart i],a[class*=buy i]`

/** What no button holds. */
const HELD = 'button,input,h1,h2,h3,h4,h5,h6'

/** Fields of forms that search, subscribe or log in. */
const OTHER_FIELDS = '[type=search],[type=email],[type=password],[name=q],[name=s]'

/** The names and values of an element's attributes. */
const namesOf = (element: Element) =>
  [...element.attributes].map(({ name, value }) => `${name}=${value.slice(0, 200)}`).join(' ')

/** How much says that a button is the buy button; 0 if it is another. */
function evidenceFor(button: Element): number {
  const { value = '', form = button.closest('form') } = button as HTMLButtonElement
  const texts = [button.textContent, value, button.ariaLabel ?? '']
  if (texts.some(saysOther)) return 0
  // A link to a place on this page buys nothing, and what holds a button or a heading is none.
  if (/^#./.test(button.getAttribute('href') ?? '') || button.querySelector(HELD)) return 0
  const type = button.getAttribute('type') ?? 'submit'
  const submits = !!form && button.matches('button,input') && /submit|image/.test(type)
  let evidence = 0
  if (form) {
    const hidden = form.querySelectorAll('[type=hidden]')
    const names = [form, ...hidden].map(namesOf).join(' ')
    const address = button.getAttribute('formaction') ?? form.getAttribute('action') ?? ''
    if (submits && namesCart(address, names)) evidence += 4
    if (!evidence && form.querySelector(OTHER_FIELDS)) return 0
  }
  if (namesBuy(namesOf(button))) evidence += 4
  if (button.closest('[itemtype$="/BuyAction"]')) evidence += 4
  if (texts.some(saysBuy)) evidence += 3
  if (submits && button.closest('[itemprop~=offers]')) evidence += 2
  // Beside the product's column there may be anything.
  return evidence && Math.max(1, evidence - (button.closest('aside') ? 2 : 0))
}

/** Whether an element is in a bar that stays on the screen while the page scrolls. */
const isInBar = (element: Element, top: Element | null) =>
  [element, ...parentsOf(element, top)].some((each) => {
    const { position, bottom } = getComputedStyle(each)
    return position === 'fixed' || (position === 'sticky' && bottom !== 'auto')
  })

const depthOf = (element: Element | null) => (element ? [...parentsOf(element, null)].length : 0)

interface Candidate {
  button: Element
  /** In this order: seen, in the page's flow, near the heading, and most evidence. */
  rank: [seen: number, flows: number, near: number, evidence: number]
}

/** The page's buy buttons, the best first. */
function buyButtons(heading: Element | undefined): Candidate[] {
  const found: Candidate[] = []
  const seen = new Map<Element, boolean>()
  for (const button of document.body.querySelectorAll(BUTTONS)) {
    const evidence = evidenceFor(button)
    if (!evidence) continue
    const common = heading ? commonOf(button, heading) : null
    if (isElsewhere(button, common, seen)) continue
    const flows = isInBar(button, common) ? 0 : 1
    found.push({ button, rank: [isVisible(button) ? 1 : 0, flows, depthOf(common), evidence] })
  }
  return found.toSorted(({ rank: one }, { rank: other }) => {
    const at = one.findIndex((value, index) => value !== other[index])
    return (other[at] ?? 0) - (one[at] ?? 0)
  })
}

/** The product's headings: outside the page's header and other products, with its name first. */
function headings(title: string | undefined): Element[] {
  const name = fold(title ?? '')
  const all = [...document.body.querySelectorAll('h1')]
  const product = document.body.querySelector('[itemtype$="/Product"] [itemprop~=name]')
  const named = [...document.body.querySelectorAll('h2')].filter(
    ({ textContent }) => name && fold(textContent) === name,
  )
  const score = (heading: Element) =>
    (name && fold(heading.textContent) === name ? 1 : 0) -
    // The shop's own name leads to its first page.
    ((heading.querySelector('a[href="/"]') ?? heading.closest('a[href="/"]')) ? 4 : 0) -
    (isElsewhere(heading, document.body) ? 2 : 0)
  return [...all, ...(product ? [product] : []), ...named]
    .filter((heading) => score(heading) > -4)
    .toSorted((one, other) => score(other) - score(one))
}

/** Around a product's part, a page has its menus; within it, it has none. */
const MENUS = 'nav,footer,header:has(nav),[role=contentinfo],[role=navigation]'

/** Whether the script tag stands where a button would be seen beside the product. */
function standsByProduct(script: Element, product: Element | undefined): boolean {
  const parent = script.parentElement
  if (!parent || parent === document.body || !document.body.contains(parent)) return false
  const common = product ? commonOf(script, product) : document.body
  if (!isRendered(parent) || isElsewhere(script, common)) return false
  if (script.closest('main,[role=main],article,form,[itemtype$="/Product"]')) return true
  return common !== document.body && !common?.querySelector(MENUS)
}

/** The outermost hidden element that holds an element. */
function hiddenRoot(element: Element): Element | undefined {
  let root: Element | undefined
  for (const each of [element, ...parentsOf(element, document.body)]) {
    if (!isRendered(each)) root = each
  }
  return root
}

export const placeFor: PlaceModule['placeFor'] = (script, title) => {
  const [heading, ...others] = headings(title)
  const buttons = buyButtons(heading)
  const [best] = buttons
  const buy = best?.rank[0] ? best.button : undefined
  if (script && standsByProduct(script, buy ?? heading)) return script
  if (buy) return buy
  // A theme may hide the button, or its form, of what is sold out.
  const hidden = buttons.map(({ button }) => hiddenRoot(button) ?? button)
  return (
    hidden.find((root) => root.matches(`form,form *,${BUTTONS}`)) ??
    [heading, ...others].find((each) => each && isVisible(each)) ??
    hidden[0]
  )
}
