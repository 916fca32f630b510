/**
 * The page's structured data: JSON-LD, microdata and metas, as shared/page reads them. It is the platform
 * of pages without one, and it completes what a platform's file or a mark says of a variant.
 */
import type { PageReading } from '../../shared/page/parts.ts'
import { readPage } from '../../shared/page/read.ts'
import { textIn } from '../../shared/page/text.ts'
import { said, type StructuredModule, type Variant } from '../contract.ts'
import { collect } from './collect.ts'
import { complete, type Stated } from './describe.ts'

/** The last reading, and the text of what was read: pages change often, their data rarely. */
let reading: PageReading | undefined
let readText: string | undefined
/** Where the page was when it was collected; empty once it may have changed. */
let collectedAt = ''
let hasWarned = false

/** Attributes that the reader takes values from. */
const attributeFilter =
  'content href src data data-src value datetime itemprop itemscope itemtype itemid property name type rel hidden'.split(
    ' ',
  )
// It stops at the first change, because a page may change all the time and be read never again.
const observer = new MutationObserver(forget)

function forget(): void {
  collectedAt = ''
  observer.disconnect()
}

function read(): PageReading {
  if (!reading || observer.takeRecords()[0] || collectedAt !== location.href) {
    forget()
    observer.observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter,
    })
    collectedAt = location.href
    const parts = collect()
    const text = JSON.stringify(parts)
    if (!reading || text !== readText) reading = readPage(parts, Date.now())
    readText = text
  }
  return reading
}

export const variants: StructuredModule['variants'] = () => {
  const { own, unknownWords } = read()
  if (unknownWords[0] && !hasWarned) {
    hasWarned = true
    console.warn('Shelfbell: unknown availability', unknownWords[0])
  }
  return own.map(({ names, state, product: known }) => ({
    sku: names[0] ?? '',
    soldOut: state === 'sold_out' || (state === 'in_stock' ? false : undefined),
    oversold: state === 'oversold',
    known,
  }))
}

export const product: StructuredModule['product'] = () => {
  const { own, page } = read()
  const [first, second] = own
  return {
    title: first?.product.title ?? page.title ?? textIn(document.title),
    // The picture of one of several variants may show another one.
    image: (second && page.image) ?? first?.product.image ?? page.image,
    currency: first?.product.currency ?? page.currency,
    url: page.url,
  }
}

/** One spot without an anchor: the data describes a product, not its buy button. */
export const follow: StructuredModule['follow'] = ({ changed, signal }) => {
  // The loader watches the nodes and texts of the page, but not these attributes.
  const values = new MutationObserver(changed)
  values.observe(document, { subtree: true, attributeFilter: ['content', 'href'] })
  signal.addEventListener('abort', () => values.disconnect())
  return () => {
    const all = variants()
    return all[0] ? [{ anchor: undefined, variants: all }] : []
  }
}

/** What the marks of an element say. */
const marksOf = (marked: Element): Stated => ({
  title: said(marked, 'title'),
  variantTitle: said(marked, 'variant'),
  url: said(marked, 'url'),
  image: said(marked, 'image'),
  price: said(marked, 'price'),
  currency: said(marked, 'currency'),
})

/**
 * Whether a variant is of the page's own product, so that what the page says of that holds for it. Not if
 * it is one of several marked ones, or if a caller names it: it may be a card in a list.
 */
const isOwn = ({ marked, known }: Variant) =>
  marked
    ? !document.querySelectorAll('[data-shelfbell-sku],shelf-bell[sku]')[1]
    : !known || !('sku' in known)

export const describe: StructuredModule['describe'] = (variant) => {
  const { own, others } = read()
  const { sku, marked, known = {} } = variant
  const named = [...own, ...others].find(({ names }) => names.includes(sku))?.product
  const general = product()
  const { url, currency } = general
  return complete(
    marked ? marksOf(marked) : known,
    named,
    isOwn(variant) ? general : { url, currency },
    location.href,
  )
}

// A new task: evaluating this file and reading a page would be too long for one.
await new Promise((done) => setTimeout(done))
