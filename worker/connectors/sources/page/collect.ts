/**
 * Collects of a page's HTML what shared/page reads of it. It gives the same parts as the widget collects
 * from the page's DOM: test/fixtures/pages goes through both.
 */
import { isJsonLd } from '../../../../shared/page/json-ld.ts'
import { MICRODATA, microdata, type MicrodataBuilder } from '../../../../shared/page/microdata.ts'
import type { PageParts } from '../../../../shared/page/parts.ts'
import { decoded } from '../../../../shared/page/text.ts'

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/
/** Elements that end where the next of their kind begins, as HTML lets their end tags be left out. */
const ENDED_BY: Record<string, RegExp> = {
  li: /^li$/,
  dt: /^d[dt]$/,
  dd: /^d[dt]$/,
  tr: /^(t[dhr])$/,
  td: /^t[dh]$/,
  th: /^t[dh]$/,
  option: /^option$/,
}

/** The parts of a page. `html`: its text; `address`: where it was read from. */
export async function collect(html: string, address: string): Promise<PageParts> {
  const scripts: string[] = []
  const metas: [name: string, content: string][] = []
  let canonical: string | undefined
  let heading = ''
  let headings = 0
  let isScript = false
  // A template's content is no part of the page.
  let templates = 0
  const items = elements(microdata())
  const attribute = (element: Element) => (name: string) => {
    const value = element.getAttribute(name)
    return value === null ? null : decoded(value)
  }
  const rewriter = new HTMLRewriter()
    .on('template', {
      element(element) {
        templates += 1
        element.onEndTag(() => void (templates -= 1))
      },
    })
    .on('script', {
      element(element) {
        isScript = !templates && isJsonLd(element.getAttribute('type'))
        if (isScript) scripts.push('')
      },
      text({ text }) {
        if (isScript) scripts.push((scripts.pop() ?? '') + text)
      },
    })
    .on('meta', {
      element(element) {
        const of = attribute(element)
        const name = of('property') ?? of('name')
        if (name && !templates) metas.push([name, of('content') ?? ''])
      },
    })
    .on('link[rel]', {
      element(element) {
        const of = attribute(element)
        const isCanonical = /(^|\s)canonical(\s|$)/i.test(of('rel') ?? '')
        if (isCanonical && !templates) canonical ??= of('href') ?? undefined
      },
    })
    .on('h1:not([hidden])', {
      element(element) {
        // The first that has a text.
        if (heading.trim() || templates) return
        headings += 1
        element.onEndTag(() => void (headings -= 1))
      },
      text: textOf((text) => {
        if (headings) heading += text
      }),
    })
    .on(`${MICRODATA},ul,ol,menu,dl,table`, {
      element(element) {
        if (!templates) items.open(element, attribute(element))
      },
    })
    .on('[itemprop]', {
      text: textOf((text) => {
        if (!templates) items.text(text)
      }),
    })
  try {
    // Reading the transformed page runs the handlers; its text is not needed.
    await rewriter.transform(new Response(html)).text()
  } catch {
    // HTMLRewriter bounds its memory, and hostile pages nest without end. What came before counts.
  }
  return { address, scripts, things: items.things(), metas, canonical, heading }
}

/** A handler that gets whole texts, decoded: a chunk may end in the middle of an entity. */
function textOf(receive: (text: string) => void): (chunk: Text) => void {
  let before = ''
  return ({ text, lastInTextNode }) => {
    before += text
    if (!lastInTextNode) return
    receive(decoded(before))
    before = ''
  }
}

/** Where items without end tags cannot end each other: a list in a list item. */
const BARRIERS = /^(ul|ol|menu|dl|table)$/

/** Closes the elements of a builder, also those whose end tags the page leaves out. */
function elements({ open, text, close, things }: MicrodataBuilder) {
  const stack: { tag: string; at: number; isItem: boolean }[] = []
  const end = (one: (typeof stack)[number]) => {
    // It has ended with one that began before it.
    if (stack[one.at] !== one) return
    // Elements that were left open inside it end with it.
    while (stack.length > one.at) if (stack.pop()?.isItem) close()
  }
  return {
    text,
    /** The items of the whole page: its end ends what is still open. */
    things() {
      if (stack[0]) end(stack[0])
      return things()
    },
    open(element: Element, attribute: (name: string) => string | null) {
      const tag = element.tagName.toLowerCase()
      for (let last = stack.at(-1); last && ENDED_BY[tag]?.test(last.tag); last = stack.at(-1)) {
        end(last)
      }
      const isItem =
        !BARRIERS.test(tag) || element.hasAttribute('itemprop') || element.hasAttribute('itemscope')
      if (isItem) open(tag, attribute)
      if (VOID.test(tag)) return close()
      const one = { tag, at: stack.length, isItem }
      stack.push(one)
      element.onEndTag(() => end(one))
    },
  }
}
