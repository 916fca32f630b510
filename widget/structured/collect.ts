/** Collects from the document what shared/page reads: texts and attributes. Changes nothing. */
import { isJsonLd } from '../../shared/page/json-ld.ts'
import { MICRODATA, microdata } from '../../shared/page/microdata.ts'
import type { PageParts } from '../../shared/page/parts.ts'

const all = <E extends Element = HTMLElement>(selector: string, inside: ParentNode = document) => [
  ...inside.querySelectorAll<E>(selector),
]

/** The document as the reader takes it. */
export const collect = (): PageParts => ({
  address: location.href,
  scripts: all<HTMLScriptElement>('script[type]')
    .filter(({ type }) => isJsonLd(type))
    .map(({ text }) => text),
  things: things(),
  metas: all<HTMLMetaElement>('meta:is([property],[name])').map((meta) => [
    meta.getAttribute('property') ?? meta.name,
    meta.content,
  ]),
  canonical: all('link[rel~=canonical i]')[0]?.getAttribute('href') ?? undefined,
  heading: heading(),
})

/** The text of the first visible `h1` with a text. Only several are looked at, because it costs a layout. */
function heading(): string | undefined {
  const [first, ...others] = all('h1:not([hidden])').filter((one) => one.textContent?.trim())
  const visible = others[0] && [first, ...others].find((one) => one?.getClientRects()[0])
  return (visible ?? first)?.textContent ?? undefined
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE

/** The page's microdata; nothing if it has none of a product. */
function things(): PageParts['things'] {
  const builder = microdata()
  function walk(node: Node): void {
    if (node.nodeType === Node.TEXT_NODE) builder.text(node.nodeValue ?? '')
    if (!isElement(node) || /^(script|style|noscript)$/.test(node.localName)) return
    const isOne = node.matches(MICRODATA)
    if (isOne) builder.open(node.localName, (name) => node.getAttribute(name))
    for (const child of node.childNodes) walk(child)
    if (isOne) builder.close()
  }
  if (all('[itemtype*=Product]')[0]) {
    for (const item of all('[itemscope]')) {
      if (!item.parentElement?.closest('[itemscope]')) walk(item)
    }
  }
  return builder.things()
}
