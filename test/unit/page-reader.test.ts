import { describe, expect, it } from 'vitest'
import { ownAddress, pageAddress, productAddress } from '../../shared/page/address.ts'
import { availabilityOf } from '../../shared/page/availability.ts'
import { forgivingParse } from '../../shared/page/json.ts'
import { microdata } from '../../shared/page/microdata.ts'
import type { PageParts } from '../../shared/page/parts.ts'
import { amountIn, currencyIn } from '../../shared/page/price.ts'
import { readPage } from '../../shared/page/read.ts'
import { textIn } from '../../shared/page/text.ts'

const ADDRESS = 'https://shop.example/vase'
const NOW = Date.parse('2026-11-28T12:00:00Z')

const OFFER = { '@type': 'Offer', price: '39.00', priceCurrency: 'EUR', availability: 'OutOfStock' }
const VASE = { '@type': 'Product', name: 'Vase', sku: 'V-1', offers: OFFER }

const parts = (json: unknown, more: Partial<PageParts> = {}): PageParts => ({
  address: ADDRESS,
  scripts: json === undefined ? [] : [typeof json === 'string' ? json : JSON.stringify(json)],
  things: [],
  metas: [],
  ...more,
})
const read = (json: unknown, more?: Partial<PageParts>) => readPage(parts(json, more), NOW)
const own = (json: unknown, more?: Partial<PageParts>) =>
  read(json, more).own.map(({ names, state, product }) => ({ sku: names[0], state, ...product }))
const sku = (json: unknown, more?: Partial<PageParts>) => own(json, more).map((one) => one.sku)

const KNOWN_WORDS = {
  in_stock:
    'InStock|in stock|In Stock!|ItemAvailability.InStock|IN_STOCK|in-stock|http://schema.org/InStock|https://www.schema.org/InStock/|schema:InStock|LimitedAvailability|OnlineOnly|available for order|true',
  sold_out:
    'OutOfStock|Out of Stock|OutofStock|out_of_stock|out-of-stock|OUT OF STOCK|https://schema.org/OutOfStock/|http://www.schema.org/SoldOut|sold out|Discontinued|InStoreOnly|Reserved|oos|false',
  oversold: 'PreOrder|pre-order|preorder|PreSale|BackOrder|backorder|on backorder|MadeToOrder',
}

describe('a word for availability', () => {
  it.each(Object.entries(KNOWN_WORDS))('means %s in every spelling', (state, words) => {
    for (const word of words.split('|')) {
      expect([word, availabilityOf(word)]).toEqual([word, state])
      expect(availabilityOf({ '@id': word })).toBe(state)
      expect(availabilityOf([` ${word}\n`])).toBe(state)
    }
  })

  it('means the best state if there are several, and nothing if nobody knows it', () => {
    expect(availabilityOf(['OutOfStock', 'InStock'])).toBe('in_stock')
    expect(availabilityOf(['OutOfStock', 'PreOrder'])).toBe('oversold')
    for (const nothing of ['Sometimes', '', ' ', null, undefined, {}, [], [[]], 7, { '@id': {} }]) {
      expect(availabilityOf(nothing)).toBeUndefined()
    }
  })

  it('of a page that nobody knows is given as it is, and the state is unknown', () => {
    const offers = { ...OFFER, availability: 'https://schema.org/Sometimes' }
    expect(read({ ...VASE, offers })).toMatchObject({
      own: [{ state: undefined }],
      unknownWords: ['https://schema.org/Sometimes'],
    })
  })
})

const PRICES: [written: unknown, currency: string | undefined, amount: number | undefined][] = [
  [39, 'EUR', 39],
  ['39', undefined, 39],
  ['39.00', 'EUR', 39],
  ['39,90', 'EUR', 39.9],
  ['€39.00', undefined, 39],
  ['1 299.00 SEK', 'SEK', 1299],
  ['1\u00a0299,00 kr', 'SEK', 1299],
  ['1\u202f299 000', 'SEK', 1299000],
  ["1'299.50 CHF", 'CHF', 1299.5],
  ['1’299', 'CHF', 1299],
  ['1,299.00', 'USD', 1299],
  ['1.299,00', 'EUR', 1299],
  ['1.299.000', 'IDR', 1299000],
  ['12,34,567.00', 'INR', 1_234_567],
  ['39,-', 'EUR', 39],
  ['39.—', 'CHF', 39],
  ['4.0000', 'EUR', 4],
  ['1299.000', 'EUR', 1299],
  ['0.999', 'EUR', 0.999],
  // The mark may separate thousands as well as decimals, unless the currency says.
  ['1.299', 'EUR', undefined],
  ['1,299', 'EUR', undefined],
  ['1,299', 'JPY', 1299],
  ['1.299', 'KWD', 1.299],
  ['1,299', 'no currency', undefined],
  ['39.00 - 49.00', 'EUR', undefined],
  ['2 for 39', 'EUR', undefined],
  [0, 'EUR', undefined],
  ['0.00', 'EUR', undefined],
  ['-5', 'EUR', undefined],
  [-5, 'EUR', undefined],
  ['call us', 'EUR', undefined],
  [Infinity, 'EUR', undefined],
  ['9'.repeat(400), 'EUR', undefined],
  [{ '@value': '39' }, 'EUR', 39],
  [['39', '49'], 'EUR', 39],
  [null, 'EUR', undefined],
]

describe('a price', () => {
  it.each(PRICES)('written %o in %s is %s', (written, currency, amount) => {
    expect(amountIn(written, currency)).toBe(amount)
  })

  it('names its currency by a code or a sign that only one currency has', () => {
    const currencies = [
      'EUR',
      ' eur ',
      '39 €',
      '£5',
      'SEK 1 299',
      '1 299 zł',
      '$5',
      'kr 5',
      '¥5',
      '',
    ]
    expect(currencies.map((text) => currencyIn(text))).toEqual([
      'EUR',
      'EUR',
      'EUR',
      'GBP',
      'SEK',
      'PLN',
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  const priced = (offer: object) => {
    const [one] = own({ ...VASE, offers: offer })
    return [one?.price, one?.currency]
  }
  it.each([
    [
      'in a specification',
      { priceSpecification: { price: '39', priceCurrency: 'EUR' } },
      39,
      'EUR',
    ],
    [
      'beside a list price',
      {
        priceSpecification: [
          { price: '50', priceCurrency: 'EUR', priceType: 'https://schema.org/ListPrice' },
          { price: '39', priceCurrency: 'EUR' },
        ],
      },
      39,
      'EUR',
    ],
    [
      'beside a price for a litre',
      {
        priceSpecification: [
          { price: '5', priceCurrency: 'EUR', referenceQuantity: { value: 1, unitCode: 'LTR' } },
          { price: '39', priceCurrency: 'EUR' },
        ],
      },
      39,
      'EUR',
    ],
    [
      'beside one whose time has passed',
      {
        priceSpecification: [
          { price: '29', priceCurrency: 'EUR', validThrough: '2026-11-27' },
          { price: '19', priceCurrency: 'EUR', validFrom: '2026-12-24' },
          { price: '39', priceCurrency: 'EUR', validThrough: '2026-11-28' },
        ],
      },
      39,
      'EUR',
    ],
    ['in an inner offer', { priceCurrency: 'SEK', offers: [{ price: 390 }] }, 390, 'SEK'],
    [
      'that is the same from low to high',
      { lowPrice: 5, highPrice: 5, priceCurrency: 'EUR' },
      5,
      'EUR',
    ],
    ['from which others start', { lowPrice: 5, offerCount: 4 }, undefined, undefined],
    [
      'for one piece',
      { priceSpecification: { price: 5, referenceQuantity: { unitCode: 'C62' } } },
      5,
      undefined,
    ],
    ['in a range', { lowPrice: 5, highPrice: 9, priceCurrency: 'EUR' }, undefined, 'EUR'],
    [
      'of zero before a specification',
      { price: 0, priceSpecification: [{ price: 7 }] },
      7,
      undefined,
    ],
  ])('%s is read', (_, offer, price, currency) => {
    expect(priced(offer)).toEqual([price, currency])
  })
})

const BROKEN: [what: string, text: string][] = [
  ['a line break and a tab in a text', '{"@type":"Product","name":"Va\n\tse","sku":"V-1"}'],
  ['a comma before a bracket', '{"@type":"Product","sku":"V-1","image":["a", ], }'],
  ['comments', '/* shop */{"@type":"Product", // its sku\n"sku":"V-1"}'],
  ['a comment that never ends', '{"@type":"Product","sku":"V-1"} /* end'],
  ['CDATA', '//<![CDATA[\n{"@type":"Product","sku":"V-1"}\n//]]>'],
  ['CDATA in comments', '/* <![CDATA[ */{"@type":"Product","sku":"V-1"}/* ]]> */'],
  ['an HTML comment', '<!-- {"@type":"Product","sku":"V-1"} -->'],
  ['a semicolon at the end', '{"@type":"Product","sku":"V-1"};'],
  ['a byte order mark', '\ufeff{"@type":"Product","sku":"V-1"}'],
  ['an escape that JSON lacks', String.raw`{"@type":"Product","name":"Bob\'s \x \\","sku":"V-1"}`],
  ['several values in a row', '{"@type":"WebSite"}{"@type":"Product","sku":"V-1"}'],
  ['several values with commas', '{"@type":"WebSite"},\n{"@type":"Product","sku":"V-1"},'],
  ['quotes as entities', '{&quot;@type&quot;:&quot;Product&quot;,&quot;sku&quot;:&quot;V-1&quot;}'],
]

describe('JSON-LD', () => {
  it.each(BROKEN)('with %s is read', (_, text) => {
    expect(sku(text)).toEqual(['V-1'])
  })

  it('that is no JSON at all is skipped', () => {
    for (const text of ['', '{', 'var a = 1', '{"@type":"Product"', '"', '[[[', 'null', '{"a":}']) {
      expect(read(undefined, { scripts: [text, JSON.stringify(VASE)] }).own).toHaveLength(1)
    }
  })

  it('keeps what is in a text as it is', () => {
    expect(forgivingParse('{"a":"// no, /* not */ a; comment,]","b":1,}')).toEqual({
      a: '// no, /* not */ a; comment,]',
      b: 1,
    })
  })

  it.each([
    ['a list', [VASE]],
    ['a graph', { '@graph': [{ '@type': 'WebSite' }, VASE] }],
    ['lists in lists', [[{ '@type': 'WebSite' }], [[VASE]]]],
    ['mainEntity', { '@type': 'ItemPage', mainEntity: VASE }],
    ['about', { '@type': 'WebPage', about: [VASE] }],
    ['an action', { '@type': 'BuyAction', object: VASE }],
    ['an offer', { ...OFFER, itemOffered: { ...VASE, offers: undefined } }],
    ['names with a prefix', { '@type': 'schema:Product', 'schema:sku': 'V-1' }],
    ['full names', { '@type': ['http://schema.org/Product'], 'http://schema.org/sku': 'V-1' }],
    ['capitals', { '@type': 'Product', Sku: 'V-1', Offers: { Availability: 'SoldOut' } }],
    ['a type of several', { '@type': ['Book', 'Thing'], sku: 'V-1' }],
  ])('has its product in %s', (_, json) => {
    expect(sku(json)).toEqual(['V-1'])
  })

  it('refers to offers, variants and pictures by @id, also across scripts', () => {
    const scripts = [
      {
        '@type': 'ProductGroup',
        '@id': '#g',
        name: 'Tee',
        hasVariant: [{ '@id': '#s' }, { '@id': '#m' }],
      },
      {
        '@graph': [
          { '@type': 'Product', '@id': '#s', sku: 'T-S', size: 'S', offers: { '@id': '#o' } },
          { '@type': 'Product', '@id': '#m', sku: 'T-M', size: 'M', image: { '@id': '#i' } },
          {
            '@id': '#o',
            '@type': 'Offer',
            availability: 'SoldOut',
            price: 5,
            priceCurrency: 'EUR',
          },
          { '@id': '#i', '@type': 'ImageObject', url: '/m.png' },
        ],
      },
    ].map((one) => JSON.stringify(one))
    expect(own(undefined, { scripts })).toEqual([
      expect.objectContaining({
        sku: 'T-S',
        state: 'sold_out',
        title: 'Tee',
        variantTitle: 'S',
        price: 5,
      }),
      expect.objectContaining({
        sku: 'T-M',
        state: undefined,
        variantTitle: 'M',
        image: 'https://shop.example/m.png',
      }),
    ])
  })

  it('gathers variants that stand beside their group', () => {
    const variant = (size: string) => ({
      '@type': 'Product',
      sku: `T-${size}`,
      size,
      isVariantOf: { '@type': 'ProductGroup', name: 'Tee', productGroupID: 'T' },
      offers: { availability: size === 'S' ? 'SoldOut' : 'InStock' },
    })
    expect(own([variant('S'), variant('M')])).toMatchObject([
      { sku: 'T-S', state: 'sold_out', title: 'Tee', variantTitle: 'S' },
      { sku: 'T-M', state: 'in_stock', title: 'Tee', variantTitle: 'M' },
    ])
  })

  it('has the state of the outer offer where an inner one says nothing', () => {
    const offers = { '@type': 'AggregateOffer', availability: 'SoldOut', offers: [{ price: 3 }] }
    expect(own({ ...VASE, offers })).toMatchObject([{ sku: 'V-1', state: 'sold_out', price: 3 }])
  })

  it('is sold out as a whole if its group is, and not in stock because its group is', () => {
    const group = (availability: string) => ({
      '@type': 'ProductGroup',
      name: 'Tee',
      offers: { availability },
      hasVariant: [{ '@type': 'Product', sku: 'T-S' }],
    })
    expect(own(group('SoldOut'))).toMatchObject([{ sku: 'T-S', state: 'sold_out' }])
    expect(own(group('InStock'))).toMatchObject([{ sku: 'T-S', state: undefined }])
  })

  it('that points to itself, or nests without end, is read to an end', () => {
    const round = {
      '@type': 'Product',
      '@id': '#a',
      hasVariant: { '@id': '#a' },
      isVariantOf: { '@id': '#a' },
    }
    expect(() => read([round, { '@id': '#b', '@graph': { '@id': '#b' } }])).not.toThrow()
    const deep = `${'{"@graph":['.repeat(2000)}${JSON.stringify(VASE)}${']}'.repeat(2000)}`
    expect(read(deep).own).toEqual([])
  })

  it('with values of any kind throws nothing', () => {
    const values: unknown[] = [
      null,
      0,
      '',
      [],
      {},
      [[]],
      [null],
      { '@value': null },
      true,
      { '@id': 3 },
    ]
    for (const value of values) {
      for (const key of Object.keys({
        ...VASE,
        hasVariant: 0,
        image: 0,
        url: 0,
        '@id': 0,
        '@type': 0,
      })) {
        expect(() => read({ ...VASE, [key]: value })).not.toThrow()
        expect(() =>
          read({ ...VASE, offers: { ...OFFER, [key]: value, price: value } }),
        ).not.toThrow()
      }
      expect(() => read(value)).not.toThrow()
    }
  })
})

describe('the name of a variant', () => {
  it.each([
    ['its sku', VASE, 'V-1'],
    ['the sku of its offer', { ...VASE, offers: { ...OFFER, sku: 'O-1' } }, 'O-1'],
    ['the product’s where the offer’s is empty', { ...VASE, offers: { ...OFFER, sku: '' } }, 'V-1'],
    [
      'the product’s where the offer’s is null',
      { ...VASE, offers: { ...OFFER, sku: null } },
      'V-1',
    ],
    ['a number', { ...VASE, sku: 4711 }, '4711'],
    ['mpn', { ...VASE, sku: 'N/A', mpn: 'M-1' }, 'M-1'],
    ['gtin', { ...VASE, sku: null, gtin13: '4006381333931' }, '4006381333931'],
    ['productID', { ...VASE, sku: undefined, productID: 'mpn:925872' }, '925872'],
    [
      'the platform’s id',
      { ...VASE, sku: '', offers: { ...OFFER, url: '/vase?variant=43' } },
      '43',
    ],
    [
      '@id',
      { ...VASE, sku: undefined, '@id': 'https://shop.example/#vase' },
      'https://shop.example/#vase',
    ],
    ['the address of the page', { ...VASE, sku: undefined }, ADDRESS],
  ])('is %s', (_, json, expected) => {
    expect(sku(json)[0]).toBe(expected)
  })

  it('is the end of a long address, which every reader cuts in the same way', () => {
    const address = `https://shop.example/${'%E7%93%B6'.repeat(40)}`
    expect(sku({ ...VASE, sku: '' }, { address })).toEqual([address.slice(-200)])
  })

  it('is its own where several offers have one product', () => {
    const offers = ['1', '2'].map((id) => ({ ...OFFER, url: `/vase?variant=${id}` }))
    expect(sku({ ...VASE, offers })).toEqual(['1', '2'])
  })

  it('is one where several sellers offer the same, and the best state counts', () => {
    const offers = [OFFER, { ...OFFER, availability: 'InStock', price: 45 }]
    expect(own({ ...VASE, offers })).toMatchObject([{ sku: 'V-1', state: 'in_stock', price: 45 }])
  })
})

describe('the page’s own product', () => {
  const OTHER = { ...VASE, sku: 'O', name: 'Bowl' }
  it.each([
    [
      'address',
      [
        { ...OTHER, url: '/bowl' },
        { ...VASE, url: '/vase/?utm_source=x' },
      ],
      {},
    ],
    ['canonical link', [OTHER, { ...VASE, url: '/v' }], { canonical: 'http://www.shop.example/v' }],
    ['address of an offer', [OTHER, { ...VASE, offers: { ...OFFER, url: ADDRESS } }], {}],
    ['mainEntityOfPage', [OTHER, { ...VASE, mainEntityOfPage: { '@id': ADDRESS } }], {}],
    ['heading', [OTHER, VASE], { heading: ' VASE ' }],
    ['page’s main entity', [OTHER, { '@type': 'WebPage', mainEntity: VASE }], {}],
  ])('is that with its %s', (_, json, more) => {
    expect(sku(json, more)).toEqual(['V-1'])
  })

  it('is told apart by the query where the path is the shop’s front', () => {
    const at = (id: number) =>
      `https://shop.example/index.php?route=product/product&product_id=${id}`
    const json = [42, 43].map((id) => ({ ...VASE, sku: `V-${id}`, url: at(id) }))
    expect(sku(json, { address: at(43) })).toEqual(['V-43'])
  })

  it('is none on a page that lists products', () => {
    const list = ['/a', '/b'].map((url) => ({ ...VASE, name: `Vase ${url}`, sku: url, url }))
    expect(read(list, { address: 'https://shop.example/vases', heading: 'Vase' })).toMatchObject({
      own: [],
      others: [{ names: ['/a'] }, { names: ['/b'] }],
    })
    const items = list.map((item) => ({ '@type': 'ListItem', item }))
    expect(sku({ '@type': 'ItemList', itemListElement: items })).toEqual([])
  })

  it('is not one that is only related', () => {
    expect(sku({ ...VASE, isRelatedTo: [OTHER], isSimilarTo: OTHER })).toEqual(['V-1'])
  })

  it('has what each plugin of the shop says of it', () => {
    const json = [
      { '@type': 'Product', name: 'Vase', image: '/v.png' },
      { ...VASE, name: 'Vase' },
    ]
    expect(own(json)).toMatchObject([
      { sku: 'V-1', state: 'sold_out', image: 'https://shop.example/v.png', price: 39 },
    ])
  })
})

/** Builds microdata from lists: `[tag, attributes, ...children]`. */
type Element = [tag: string, attributes: Record<string, string>, ...children: (Element | string)[]]
function built(...elements: Element[]) {
  const builder = microdata()
  const add = ([tag, attributes, ...children]: Element) => {
    builder.open(tag, (name) => attributes[name])
    for (const child of children) {
      if (typeof child === 'string') builder.text(child)
      else add(child)
    }
    builder.close()
  }
  for (const element of elements) add(element)
  return builder.things()
}
const item = (type: string, prop?: string) => ({
  itemscope: '',
  itemtype: `https://schema.org/${type}`,
  ...(prop && { itemprop: prop }),
})

describe('microdata', () => {
  it('keeps the properties of nested items apart', () => {
    const things = built([
      'div',
      item('Product'),
      [
        'div',
        item('Product', 'isRelatedTo'),
        ['span', { itemprop: 'sku' }, 'R-1'],
        [
          'div',
          item('Offer', 'offers'),
          ['link', { itemprop: 'availability', href: 'https://schema.org/InStock' }],
        ],
      ],
      ['div', item('Brand', 'brand'), ['span', { itemprop: 'name' }, 'Acme']],
      ['h1', { itemprop: 'name' }, 'Vase ', ['b', {}, 'blue']],
      ['span', { itemprop: 'sku', content: 'V-1' }, 'No. V-1'],
      ['a', { itemprop: 'url', href: '/vase' }, 'here'],
      ['img', { itemprop: 'image', src: 'data:image/gif;base64,AA', 'data-src': '/v.png' }],
      [
        'div',
        item('Offer', 'offers'),
        ['span', { itemprop: 'price' }, '39,00 €'],
        ['link', { itemprop: 'availability', href: 'http://schema.org/SoldOut' }],
      ],
      ['div', item('Review', 'review'), ['span', { itemprop: 'name' }, 'Great']],
    ])
    expect(own(undefined, { things })).toEqual([
      {
        sku: 'V-1',
        state: 'sold_out',
        title: 'Vase blue',
        variantTitle: undefined,
        url: ADDRESS,
        image: 'https://shop.example/v.png',
        price: 39,
        currency: 'EUR',
      },
    ])
  })

  it('names a product without the label before its sku, and with it second', () => {
    const named = (text: string, attributes: Record<string, string> = {}) => {
      const things = built([
        'div',
        item('Product'),
        ['h1', { itemprop: 'name' }, 'Vase'],
        ['div', { itemprop: 'sku', ...attributes }, text],
      ])
      return readPage({ scripts: [], things, metas: [], address: ADDRESS }, NOW).own[0]?.names
    }
    expect(named('SKU  TZ6550812')?.slice(0, 2)).toEqual(['TZ6550812', 'SKU  TZ6550812'])
    expect(named('SKU: 7')?.slice(0, 2)).toEqual(['7', 'SKU: 7'])
    expect(named('SKU-7')?.[0]).toBe('SKU-7')
    expect(named('', { content: 'SKU 7' })?.[0]).toBe('SKU 7')
  })

  it('of Shopware means what the delivery next to it says', () => {
    const vase = (delivery: string) =>
      built([
        'div',
        item('Product'),
        ['span', { itemprop: 'sku' }, 'V-1'],
        [
          'div',
          item('Offer', 'offers'),
          ['link', { itemprop: 'availability', href: 'http://schema.org/LimitedAvailability' }],
          ['p', { class: `delivery-information ${delivery}` }, 'Text'],
        ],
      ])
    const state = (delivery: string) => own(undefined, { things: vase(delivery) })[0]?.state
    expect(state('delivery-soldout')).toBe('sold_out')
    expect(state('delivery-restock')).toBe('oversold')
    expect(state('delivery-available')).toBe('in_stock')
    expect(state('delivery--text delivery--text-not-available')).toBe('oversold')
    expect(state('delivery--text delivery--text-more-is-coming')).toBe('oversold')
    expect(state('delivery--text delivery--text-available')).toBe('in_stock')
  })

  it('fills in what JSON-LD lacks', () => {
    const things = built([
      'div',
      item('Product'),
      ['span', { itemprop: 'sku' }, 'V-1'],
      [
        'div',
        item('Offer', 'offers'),
        ['meta', { itemprop: 'availability', content: 'OutOfStock' }],
      ],
    ])
    expect(own({ '@type': 'Product', name: 'Vase', image: '/v.png' }, { things })).toMatchObject([
      { sku: 'V-1', state: 'sold_out', title: 'Vase', image: 'https://shop.example/v.png' },
    ])
  })
})

describe('metas', () => {
  const METAS = [
    ['og:type', 'product'],
    ['og:title', 'Buy the vase | Best prices | Shop'],
    ['og:image', '/v.png'],
    ['product:availability', 'out of stock'],
    ['product:retailer_item_id', 'V-1'],
    ['product:price:amount', '1 299,00'],
    ['product:price:currency', 'SEK'],
  ] as const

  it('describe the product where nothing better does', () => {
    expect(own(undefined, { metas: METAS })).toMatchObject([
      {
        sku: 'V-1',
        state: 'sold_out',
        title: 'Buy the vase | Best prices | Shop',
        price: 1299,
        currency: 'SEK',
      },
    ])
    expect(own(undefined, { metas: METAS, heading: 'Vase' })).toMatchObject([{ title: 'Vase' }])
    expect(own(VASE, { metas: METAS })).toMatchObject([
      {
        sku: 'V-1',
        title: 'Vase',
        price: 39,
        currency: 'EUR',
        image: 'https://shop.example/v.png',
      },
    ])
  })

  it('say the sale price within its dates', () => {
    const metas = [...METAS, ['product:sale_price:amount', '999'] as const]
    const ended = [...metas, ['product:sale_price_dates:end', '2026-11-01'] as const]
    expect(own(undefined, { metas })).toMatchObject([{ price: 999 }])
    expect(own(undefined, { metas: ended })).toMatchObject([{ price: 1299 }])
  })

  it('of a page that is no product describe none', () => {
    for (const type of ['website', 'article', 'product.group']) {
      expect(own(undefined, { metas: [['og:type', type]], heading: 'Vases' })).toEqual([])
    }
  })
})

describe('a text', () => {
  const TEXTS: [written: unknown, read: string | undefined][] = [
    ['Caf&eacute; &amp; &quot;Bar&quot; &#8211; &#x1F600;', 'Café & "Bar" – 😀'],
    ['Bob&amp;#039;s &amp;amp; co', "Bob's & co"],
    ['<b>Vase</b><br/>blue &lt;i&gt;new&lt;/i&gt;', 'Vase blue new'],
    ['  a\u00a0\n\tb\u0000c\u200b ', 'a b c'],
    ['Scha&shy;le\u200bn \u202eesaV', 'Schalen esaV'],
    ['A < B and C > D', 'A < B and C > D'],
    [['', '  ', 'first', 'second'], 'first'],
    [{ '@value': 'Vase', '@language': 'en' }, 'Vase'],
    [[{ '@value': 'Vase' }], 'Vase'],
    [{ '@type': 'SizeSpecification', name: 'M' }, 'M'],
    [42, '42'],
    [`${'x'.repeat(199)}😀`, `${'x'.repeat(199)}…`],
    ['x'.repeat(300), `${'x'.repeat(199)}…`],
    ['\ud83d', undefined],
    ['<br>', undefined],
    [{}, undefined],
    [null, undefined],
  ]
  it('is one line for people, or nothing', () => {
    for (const [written, line] of TEXTS) expect([written, textIn(written)]).toEqual([written, line])
  })
})

describe('the title of a variant', () => {
  const tee = (...variants: object[]) =>
    own({
      '@type': 'ProductGroup',
      name: 'Harbour tee',
      hasVariant: variants.map((one, index) => ({ '@type': 'Product', sku: `T-${index}`, ...one })),
    }).map(({ variantTitle }) => variantTitle)

  it('is colour and size, else its own name without the product’s', () => {
    expect(tee({ color: 'Blue', size: { '@type': 'SizeSpecification', name: 'M' } })).toEqual([
      'Blue / M',
    ])
    expect(tee({ name: 'Harbour tee - Blue / M' }, { name: 'Harbour tee (Red)' })).toEqual([
      'Blue / M',
      'Red',
    ])
    expect(tee({ name: 'Harbour teeth' }, { name: 'HARBOUR TEE' })).toEqual([
      'Harbour teeth',
      undefined,
    ])
  })

  it('tells variants apart that would read alike', () => {
    expect(
      tee({ color: 'Blue', name: 'Blue, short' }, { color: 'Blue', name: 'Blue, long' }),
    ).toEqual(['Blue, short', 'Blue, long'])
    expect(tee({ color: 'Blue', material: 'Wool' }, { color: 'Blue', material: 'Silk' })).toEqual([
      'Blue / Wool',
      'Blue / Silk',
    ])
    const sleeve = (value: string) => ({ additionalProperty: { name: 'Sleeve', value } })
    expect(
      tee({ color: 'Blue', ...sleeve('Short') }, { color: 'Blue', ...sleeve('Long') }),
    ).toEqual(['Blue / Short', 'Blue / Long'])
    expect(tee({ color: 'Blue' }, { color: 'Blue' }, { color: 'Blue' })).toEqual([
      'Blue (T-0)',
      'Blue (T-1)',
      'Blue (T-2)',
    ])
  })
})

describe('an address', () => {
  it.each([
    ['https://shop.example/index.php?route=product/product&product_id=42', undefined],
    ['https://shop.example/v?utm_source=a&id=7&gclid=b&fbclid=c', 'https://shop.example/v?id=7'],
    ['https://shop.example/v?email=a%40b.example&x=a@b.example&token=t', 'https://shop.example/v'],
    ['https://shop.example/v?#reviews', 'https://shop.example/v'],
    ['https://shop.example/store#!/Vase/p/42', undefined],
    ['https://shop.example/v.html#/1-size-s', undefined],
    ['https://shop.example/v?a=%E4%F6&b=ä', 'https://shop.example/v?a=%E4%F6&b=%C3%A4'],
  ])('%s names its product by %s', (address, expected) => {
    expect(productAddress(address)).toBe(expected ?? address)
  })

  it('of another scheme or with www. of the shop’s own host becomes the page’s', () => {
    const at = { address: 'https://www.shop.example/vase' }
    expect(ownAddress('http://shop.example/bowl', at)).toBe('https://www.shop.example/bowl')
    expect(ownAddress('//shop.example/bowl', at)).toBe('https://www.shop.example/bowl')
    expect(ownAddress('https://other.example/bowl', at)).toBeUndefined()
    expect(
      ownAddress('https://other.example/bowl', { ...at, origins: ['https://other.example'] }),
    ).toBe('https://other.example/bowl')
    for (const none of ['javascript:alert(1)', 'https://a:b@shop.example/', '', 7, null]) {
      expect(ownAddress(none, at)).toBeUndefined()
    }
  })

  it('of a page is its canonical link where that is the shop’s', () => {
    const at = (address: string, canonical?: string) => pageAddress({ address, canonical })
    expect(at('https://shop.example/vase?ref=footer', '/vase')).toBe('https://shop.example/vase')
    expect(at('https://shop.example/vase?variant=3', '/vase')).toBe(
      'https://shop.example/vase?variant=3',
    )
    expect(at('https://shop.example/vase', 'https://other.example/vase')).toBe(
      'https://shop.example/vase',
    )
    expect(at('https://shop.example/vase', '/')).toBe('https://shop.example/vase')
    expect(at('https://shop.example/?p=7', '/vase')).toBe('https://shop.example/vase')
  })

  it.each([
    ['of another shop', 'https://other.example/v'],
    ['of the front page', 'https://shop.example/'],
    ['that is none', 'javascript:alert(1)'],
  ])('%s in the data gives way to the page’s', (_, url) => {
    expect(own({ ...VASE, url })).toMatchObject([{ url: ADDRESS }])
  })
})

describe('what is refused of a product', () => {
  it('is left out, and the rest stays', () => {
    const json = {
      ...VASE,
      name: { nothing: true },
      image: [`https://shop.example/${'x'.repeat(3000)}`, 'data:image/png;base64,AA', '/v.png'],
      offers: { ...OFFER, price: 'call us', priceCurrency: 'euros' },
    }
    expect(own(json, { heading: 'Vase' })).toEqual([
      {
        sku: 'V-1',
        state: 'sold_out',
        title: 'Vase',
        variantTitle: undefined,
        url: ADDRESS,
        image: 'https://shop.example/v.png',
        price: undefined,
        currency: undefined,
      },
    ])
  })
})
