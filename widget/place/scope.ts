/** Which parts of a page belong to something else than its product. */

/** The parents of an element, from the nearest, below `top`. */
export function* parentsOf(element: Element, top: Element | null): Generator<Element> {
  for (let at = element.parentElement; at && at !== top; at = at.parentElement) yield at
}

/** The nearest element that holds both. */
export function commonOf(one: Element, other: Element): Element | null {
  let at: Element | null = one
  while (at && !at.contains(other)) at = at.parentElement
  return at
}

/** Parts of a page around the product. A product's own header is within its section. */
const AROUND = `nav,dialog,template,[role=dialog],[role=search],[role=navigation],[role=banner],[role=contentinfo]`
const OUTER = ':is(header,footer):not(:is(main,article,section,[role=main]) *)'

/** The same by id and class; and other products’ parts. */
const NAMES =
  /(^|[\s_-])(site-?(header|footer|nav)|navbar|mega-?menu|drawer|off-?canvas|(mini|side)-?cart|cart-?(popup|modal|sidebar|notification|items|summary|widget|dropdown|preview|flyout|panel)|modal|popup|lightbox|quick-?(view|add|buy|shop)|cookie|consent|newsletter|wishlist|related|recommend\w*|up-?sells?|cross-?sells?|also|recent\w*|similar|complement\w*|frequently|recommendations)([\s_-]|$)|product-?(card|miniature|tile|thumb)\b/i

/** Whole ids and classes, which are too short to be looked for within others. */
const SHORT = /(^|\s)((page|main)-?)?(header|footer|top-?bar|menu)(\s|$)/i

/** A link to another page of the shop. */
function leadsAway(link: HTMLAnchorElement): boolean {
  const { origin, pathname, search } = link
  if (!link.hasAttribute('href') || origin !== location.origin) return false
  // Some shops tell their products apart by the query.
  return pathname !== location.pathname || (/\.\w+$/.test(pathname) && search !== location.search)
}

const TITLE = 'h2,h3,h4,h5,h6,[itemprop=name]'

/** A card has fewer links than this. */
const MOST = 20

/** Whether an element shows another product. */
function isCard(element: Element): boolean {
  if (element.localName === 'a' && leadsAway(element as HTMLAnchorElement)) return true
  const all = element.querySelectorAll('a')
  if (all.length > MOST) return false
  const links = [...all].filter(leadsAway)
  const pages = new Set(links.map(({ pathname, search }) => pathname + search))
  // Its name and its picture lead to its page. Pictures alone may be the product's own colours.
  const named = links.some(
    (link) => link.textContent.trim() && (link.querySelector(TITLE) ?? link.closest(TITLE)),
  )
  const pictured = links.find((link) => link.querySelector('img,picture,svg,video'))
  const pair = pages.size === 1 && pictured && (links[1] ?? pictured.textContent.trim())
  if ((named && pages.size < 3) || pair) return true
  // One of a list of products without links.
  const alike = (other: Element | null) =>
    other?.localName === element.localName &&
    other.className === element.className &&
    other.querySelector(TITLE) &&
    other.querySelector('button,[type=submit]') &&
    !other.querySelector('h1')
  const { previousElementSibling: before, nextElementSibling: after } = element
  return !!element.querySelector(TITLE) && !!(alike(before) || alike(after))
}

/**
 * Whether an element belongs to the page's header or footer, a cart, a list of other products or
 * anything else beside the product. `top` holds the product and its heading: what is around it does
 * not count. `seen` keeps what was found of parents that many elements share.
 */
export function isElsewhere(
  element: Element,
  top: Element | null,
  seen = new Map<Element, boolean>(),
): boolean {
  const outer = element.closest(OUTER)
  if (outer && !(top && outer.contains(top))) return true
  for (const parent of parentsOf(element, top)) {
    let other = seen.get(parent)
    if (other === undefined) {
      const names = `${parent.id} ${parent.getAttribute('class') ?? ''}`
      other =
        parent.matches(AROUND) ||
        NAMES.test(`${parent.localName} ${names}`) ||
        SHORT.test(names) ||
        isCard(parent)
      seen.set(parent, other)
    }
    if (other) return true
  }
  return false
}
