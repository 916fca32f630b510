/** The loader's glance at structured data: which pages load the reader, and which load nothing more. */
import { describe, expect, it } from 'vitest'
import { isUnclear, SOLD_OUT } from '../../widget/loader/peek.ts'

const offer = (availability?: unknown) => ({ '@type': 'Offer', price: '39', availability })
const product = (offers?: unknown) => ({ '@type': 'Product', name: 'Tee', sku: 'TEE', offers })
const json = (value: unknown) => JSON.stringify(value)

describe('a page loads nothing more if it says plainly', () => {
  it.each([
    ['nothing at all', []],
    ['InStock', [json(product(offer('https://schema.org/InStock')))]],
    ...[
      'InStock',
      'http://schema.org/InStock',
      'https://www.schema.org/InStock/',
      'schema:InStock',
      'in stock',
      'in_stock',
      'IN-STOCK',
    ].map((word): [string, string[]] => [word, [json(product(offer(word)))]]),
    ['InStock of an offer without a type', [json(product({ availability: 'InStock' }))]],
    ['InStock of each offer', [json(product([offer('InStock'), offer('in stock')]))]],
    [
      'InStock of each nested offer',
      [json(product({ '@type': 'AggregateOffer', lowPrice: 3, offers: [offer('InStock')] }))],
    ],
    [
      'InStock of the range of offers',
      [json(product({ '@type': 'AggregateOffer', availability: 'InStock' }))],
    ],
    [
      'InStock of each variant',
      [
        json({
          '@type': 'ProductGroup',
          hasVariant: [product(offer('InStock')), product(offer('InStock'))],
        }),
      ],
    ],
    [
      'InStock in a graph, beside links by id',
      [
        json({
          '@graph': [
            { '@type': 'WebPage', potentialAction: [{ '@type': 'ReadAction' }], isPartOf: {} },
            { '@type': 'BreadcrumbList', itemListElement: [{ name: 'Products' }] },
            product(offer('InStock')),
          ],
        }),
      ],
    ],
    [
      'that it is a list of other products',
      [
        json({
          '@type': 'CollectionPage',
          mainEntity: {
            '@type': 'ItemList',
            itemListElement: [{ '@type': 'ListItem', item: product(offer('OutOfStock')) }, {}],
          },
        }),
      ],
    ],
    [
      'that it is the page of a shop, with the word product',
      [
        json({ '@type': 'Organization', name: 'Products "Ltd"', about: { '@id': '#org' } }),
        json({ '@type': 'WebSite', potentialAction: { '@type': 'SearchAction', object: null } }),
      ],
    ],
    ['nothing in a text that is no JSON and has no product', ['{ "@type": "Organization", }']],
  ])('%s', (_says, texts) => {
    expect(isUnclear(texts)).toBe(false)
  })
})

describe('a page is read if it says', () => {
  it.each<[string, string[]]>([
    ...[
      'OutOfStock',
      'https://schema.org/SoldOut',
      'out_of_stock',
      'PreOrder',
      'LimitedAvailability',
      'Not in stock',
      'instock-soon',
      'Sometimes',
      '',
    ].map((word): [string, string[]] => [`"${word}"`, [json(product(offer(word)))]]),
    ['no availability', [json(product(offer()))]],
    ['no availability in an offer without a type', [json(product({ price: 3 }))]],
    ['no availability, and nothing else', [json(product({}))]],
    ['null', [json(product(offer(null)))]],
    [
      'a thing as the availability',
      [json(product(offer({ '@id': 'https://schema.org/InStock' })))],
    ],
    ['a list of availabilities', [json(product(offer(['InStock', 'OutOfStock'])))]],
    ['that one offer is sold out', [json(product([offer('InStock'), offer('OutOfStock')]))]],
    ['nothing of one offer', [json(product([offer('InStock'), offer()]))]],
    [
      'nothing of one offer without a type',
      [json(product([{ sku: 'A', availability: 'InStock' }, { sku: 'B' }]))],
    ],
    [
      'nothing of one nested offer',
      [json(product({ '@type': 'AggregateOffer', offers: [offer('InStock'), { price: 3 }] }))],
    ],
    ['nothing of its offers', [json(product([]))]],
    ['that it has no offers', [json(product())]],
    ['that its offers are elsewhere', [json(product({ '@id': '#offer' }))]],
    [
      'that one variant is sold out',
      [
        json({
          '@type': ['ProductGroup'],
          hasVariant: [product(offer('InStock')), product(offer('OutOfStock'))],
        }),
      ],
    ],
    [
      'nothing of one variant',
      [json({ '@type': 'ProductGroup', hasVariant: [product(offer('InStock')), product()] })],
    ],
    [
      'that the object of an action is sold out',
      [
        json({
          '@type': 'ItemPage',
          potentialAction: { '@type': 'BuyAction', object: product(offer('OutOfStock')) },
        }),
      ],
    ],
    ['that a book is sold out', [json({ '@type': 'Book', offers: offer('OutOfStock') })]],
    ['that an offer of something is sold out', [json(offer('OutOfStock'))]],
    ['InStock in a text that is no JSON', ['{ "@type": "Product", "offers": {…}, }']],
    [
      'InStock first, and then OutOfStock',
      [json(product(offer('InStock'))), json(product(offer('OutOfStock')))],
    ],
    ['anything in microdata', ['Product']],
    ['a product too deep to look at', [`${'['.repeat(50_000)}"Product"`]],
  ])('%s', (_says, texts) => {
    expect(isUnclear(texts)).toBe(true)
  })

  it('InStock, where a library of the page rewrites lists in JSON', () => {
    const lists = Array.prototype as { toJSON?: () => string }
    const text = json(product([offer('OutOfStock')]))
    lists.toJSON = () => '[{"@type":"Offer"}]'
    try {
      expect(isUnclear([text])).toBe(true)
    } finally {
      delete lists.toJSON
    }
  })
})

it('a text that says sold out in any spelling brings the button at once', () => {
  for (const word of ['OutOfStock', 'out of stock', 'out_of_stock', 'SoldOut', 'Sold out']) {
    expect(SOLD_OUT.test(json(product(offer(word))))).toBe(true)
  }
  expect(SOLD_OUT.test(json(product(offer('InStock'))))).toBe(false)
})
