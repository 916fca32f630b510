/** What the Worker reads of each page of the corpus. test/browser/43_pages asserts the same of the widget. */
import { describe, expect, it } from 'vitest'
import docs from '../../docs/pages.md?raw'
import { ordinaryVariants } from '../../shared/page/ordinary.ts'
import { readPage } from '../../shared/page/read.ts'
import { stockQuantity } from '../../worker/connectors/sources/availability.ts'
import { collect } from '../../worker/connectors/sources/page/collect.ts'
import { describedIn, factsOf, variantFor } from '../../worker/connectors/sources/page/find.ts'
import { type Expected, flat, NOW } from '../fixtures/pages.ts'

const pages = import.meta.glob<string>('../fixtures/pages/*/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const answers = import.meta.glob<Expected>('../fixtures/pages/*/*.json', {
  import: 'default',
  eager: true,
})

const nameOf = (path: string) => path.replace(/^.*\/pages\/|\.\w+$/g, '')
const corpus = Object.entries(answers).map(([path, expected]) => ({
  name: nameOf(path),
  html: pages[path.replace(/json$/, 'html')] ?? '',
  ...expected,
}))

/** The platforms' pages for which the widget needs no more than the short reader. */
const ORDINARY = [
  'bigcommerce-cornerstone',
  'bigcommerce-pre-order',
  'bigcommerce-price-range',
  'next-storefront',
  'opencart-4-data',
  'shopify-dawn-variants',
  'shopify-dawn',
  'shopify-horizon',
  'shopify-older-theme',
  'squarespace',
  'woocommerce-10-variable-sale',
  'woocommerce-10-variable',
  'woocommerce-10',
  'woocommerce-8',
  'woocommerce-9-sale',
  'woocommerce-9',
  'woocommerce-backorder',
  'woocommerce-blocks',
  'woocommerce-no-sku',
  'woocommerce-rank-math',
  'woocommerce-yoast',
]

const inShort = ({ sku, state }: Expected['own'][number]) => ({ sku, state })

/** What a source stores that knows no quantity, in a shop that does not say `oversell: in_stock`. */
const QUANTITIES = { in_stock: 1, sold_out: 0, oversold: 0 }

describe('the Worker reads each page of the corpus as the widget does', () => {
  it('finds a page for each answer and an answer for each page', () => {
    expect(Object.keys(pages).map(nameOf)).toEqual(corpus.map(({ name }) => name))
    expect(corpus.length).toBeGreaterThan(200)
  })

  it.each(corpus)('$name: $shows', async ({ html, address, own, words = [] }) => {
    const reading = readPage(await collect(html, address), NOW)
    expect(reading.own.map(flat)).toEqual(own)
    expect(reading.unknownWords).toEqual(words)
  })

  it('reads an ordinary page with a small part of the reader, and with the same answer', async () => {
    const all = await Promise.all(
      corpus.map(async ({ name, html, address, own }) => {
        const parts = await collect(html, address)
        const hasMore = /itemtype="[^"]*Product|:availability"/.test(html)
        const variants = ordinaryVariants(parts, hasMore)
        return variants ? [{ name, variants, own: own.map(inShort) }] : []
      }),
    )
    const ordinary = all.flat()
    expect(ordinary.map(({ variants }) => variants)).toEqual(ordinary.map(({ own }) => own))
    const platforms = ordinary
      .map(({ name }) => name)
      .filter((name) => name.startsWith('platforms/'))
    expect(platforms.map((name) => name.slice(10))).toEqual(ORDINARY)
  })

  it.each(corpus)(
    '$name: answers the page source the same',
    async ({ html, address, own, asked }) => {
      const reading = readPage(await collect(html, address), NOW)
      const { origin } = new URL(address)
      const isOwn = (url: URL) => url.origin === origin
      const levels = Object.fromEntries(
        own.map(({ sku, state }) => [sku, state ? QUANTITIES[state] : null]),
      )
      const expected = { ...levels, ...asked }
      const quantities = Object.keys(expected).map((sku) => {
        const variant = variantFor(reading, { sku, url: address })
        const facts = variant && factsOf(variant)
        return [sku, (facts && stockQuantity(facts, 'by_quantity')) ?? null]
      })
      expect(Object.fromEntries(quantities)).toEqual(expected)
      expect(own.map(({ sku }) => describedIn(reading, { sku, url: address }, isOwn))).toEqual(
        own.map(({ sku: _sku, state: _state, ...product }) => product),
      )
    },
  )
})

it.each(['<i itemprop=a>', '<li itemprop=a itemscope>', '<h1>'])(
  'collects what stands before a hundred thousand %s that never end',
  async (tag) => {
    const data = '<script type="application/ld+json">{"@type":"Product","sku":"A"}</script>'
    const html = `${data}<div itemscope>${tag.repeat(100_000)}x`
    const { scripts } = await collect(html, 'https://acme.example/')
    expect(scripts).toEqual(['{"@type":"Product","sku":"A"}'])
  },
)

describe('docs/pages.md', () => {
  const named = [...docs.matchAll(/`([a-z-]+\/[a-z\d-]+)`/g)].map(([, name]) => name)

  it('names every page of the corpus, and no other', () => {
    expect([...new Set(named)].toSorted()).toEqual(corpus.map(({ name }) => name).toSorted())
  })
})
