/** Product pages with one odd field in their data: the states of all variants still come through. */
import { describe, expect, it } from 'vitest'
import { readPage } from '../../shared/page/read.ts'
import { rulesOf } from '../../worker/connectors/sources/page/robots.ts'
import { variantFor } from '../../worker/connectors/sources/page/find.ts'
import { brokenFields, retypedFields } from '../contract/broken.ts'

const ADDRESS = 'https://shop.example/products/tee'
const NOW = Date.parse('2026-11-28T12:00:00Z')

const offer = (sku: string) => ({
  '@type': 'Offer',
  availability: `https://schema.org/${sku === 'B' ? 'OutOfStock' : 'InStock'}`,
  price: '39.00',
  priceCurrency: 'EUR',
  priceValidUntil: '2027-01-01',
  itemCondition: 'https://schema.org/NewCondition',
  seller: { '@type': 'Organization', name: 'Shop' },
  shippingDetails: [{ '@type': 'OfferShippingDetails', shippingRate: { value: 5 } }],
})
const variant = (sku: string) => ({
  '@type': 'Product',
  sku,
  gtin13: '4006381333931',
  name: `Tee ${sku}`,
  size: sku,
  color: 'red',
  image: ['https://shop.example/tee.jpg'],
  offers: offer(sku),
})
const GROUP = {
  '@context': 'https://schema.org',
  '@type': 'ProductGroup',
  name: 'Tee',
  productGroupID: 'tee',
  brand: { '@type': 'Brand', name: 'Brook' },
  aggregateRating: { '@type': 'AggregateRating', ratingValue: 4.5, reviewCount: 7 },
  variesBy: ['https://schema.org/size'],
  hasVariant: [variant('A'), variant('B'), variant('C')],
}

/** The state of each variant on a page with this JSON-LD, as a source reads it. */
function states(json: unknown): Record<string, string | undefined> {
  const scripts = [JSON.stringify(json)]
  const page = {
    address: ADDRESS,
    scripts,
    things: [],
    metas: [],
    origins: ['https://shop.example'],
  }
  const reading = readPage(page, NOW)
  return Object.fromEntries(
    ['A', 'B', 'C'].map((sku) => [sku, variantFor(reading, { sku, url: ADDRESS })?.state]),
  )
}
const ALL = { A: 'in_stock', B: 'sold_out', C: 'in_stock' }

describe('a page with one odd field', () => {
  // The type, the name and the availability decide.
  const decides = [
    '@type',
    'hasVariant.*.@type',
    'hasVariant.*.sku',
    'hasVariant.*.offers.availability',
    'hasVariant.*.offers.@type',
  ]

  it('says of all its variants whether they are in stock', () => {
    const odd = [...brokenFields(GROUP, decides), ...retypedFields(GROUP)]
    expect(odd.length).toBe(998)
    for (const { path, instead, payload } of odd) {
      expect([path, instead, states(payload)]).toEqual([path, instead, ALL])
    }
  })

  it('says it of all other variants if the field decides about one', () => {
    let cases = 0
    for (const { path, instead, payload } of brokenFields(GROUP, [])) {
      if (!path.startsWith('hasVariant.1.')) continue
      cases += 1
      expect([path, instead, states(payload)]).toMatchObject([
        path,
        instead,
        { A: 'in_stock', C: 'in_stock' },
      ])
    }
    expect(cases).toBe(345)
  })

  it('says it of all other variants if one is odd', () => {
    for (const odd of [null, 7, 'text', true, [], {}, [null], { '@type': 7 }]) {
      const group = { ...GROUP, hasVariant: GROUP.hasVariant.with(1, odd as never) }
      expect(states(group)).toMatchObject({ A: 'in_stock', C: 'in_stock' })
    }
  })
})

describe('a robots.txt with odd lines', () => {
  const rules = (...lines: string[]) =>
    rulesOf('https://shop.example/robots.txt', ['User-agent: *', ...lines].join('\n'))
  const page = (path: string) => `https://shop.example${path}`

  it.each(['soon', '', '-', 'NaN', 'Infinity', '1,5'])('has no delay if it says %j', (delay) => {
    expect(rules(`Crawl-delay: ${delay}`, 'Disallow: /cart').delaySeconds).toBe(0)
  })

  it('has the rules that can be read', () => {
    const odd = [
      'Disallow',
      ': /x',
      'Disallow: %',
      '<html>',
      '\u0000',
      'Allow: [',
      'Disallow: /*?(',
    ]
    const read = rules(...odd, 'Crawl-delay: 2', 'Disallow: /cart', 'Sitemap:')
    expect(read.delaySeconds).toBe(2)
    expect([read.allows(page('/cart')), read.allows(page('/products/tee'))]).toEqual([false, true])
  })
})
