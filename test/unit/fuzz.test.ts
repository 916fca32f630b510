/**
 * Gives random input to every parser: none of them throws but where its docstring says so, and what
 * one accepts, it accepts again unchanged.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { Condition, holds } from '../../shared/condition.ts'
import { ConsentSettings } from '../../shared/consent-settings.ts'
import { Address, ContactLookup } from '../../shared/contact.ts'
import { Email, folded, normalizeEmail } from '../../shared/email.ts'
import { fill } from '../../shared/languages/fill.ts'
import { saysStop } from '../../shared/languages/stop-words.ts'
import { TAGS, textsFor } from '../../shared/languages/texts.ts'
import { Order } from '../../shared/order.ts'
import { readPage } from '../../shared/page/read.ts'
import { thing } from '../../shared/page/thing.ts'
import { CatalogEntries, Product } from '../../shared/product.ts'
import { StockLevels } from '../../shared/stock.ts'
import { BackendSubscription } from '../../shared/backend-subscription.ts'
import { Channels, ExternalId, Locale, Name, Sku, WebAddress } from '../../shared/text.ts'
import { e164 } from '../../worker/address/phone.ts'
import { jsonOf, retryAfter } from '../../worker/connectors/answer.ts'
import { isPublicHttps } from '../../worker/connectors/public-address.ts'
import { csvParser } from '../../worker/connectors/sources/feed/csv.ts'
import { jsonParser } from '../../worker/connectors/sources/feed/json.ts'
import type { FeedItem, Parser } from '../../worker/connectors/sources/feed/parser.ts'
import { itemReader } from '../../worker/connectors/sources/feed/read-item.ts'
import { FeedOptions } from '../../worker/connectors/sources/feed/options.ts'
import { xmlParser } from '../../worker/connectors/sources/feed/xml.ts'
import { describedIn, namesOn, variantFor } from '../../worker/connectors/sources/page/find.ts'
import { ShopperSubscription } from '../../worker/doors/shopper-subscription.ts'
import { clientOf, truncateIp } from '../../worker/ip.ts'
import { isOwn } from '../../worker/link/own.ts'
import { readCode } from '../../worker/link/short.ts'
import { shopOfToken } from '../../worker/link/token.ts'
import { withoutLinks } from '../../worker/message/plain-text.ts'
import { priceOf } from '../../worker/message/price.ts'
import { ShopSettings } from '../../worker/shop/settings.ts'
import { survives } from '../fuzz/run.ts'
import { aText, aValue, changed } from '../fuzz/values.ts'

/** Gives a parser 300 random inputs, or 30,000 in a long run. */
const holdsFor = <T extends [unknown, ...unknown[]]>(property: fc.IRawProperty<T>) =>
  survives(property, 300, 30_000)

const URL_OF_PAGE = 'https://acme.example/p/tee'

const LEVELS = [
  { sku: 'A', quantity: 3, locale: 'sv-SE', externalId: '4', at: '2026-11-01T00:00:00Z' },
]
const PRODUCT = { title: 'Tee', url: URL_OF_PAGE, image: URL_OF_PAGE, price: 9.5, currency: 'EUR' }
const CONSENTS = [{ purpose: 'alert', channel: 'email', version: '1', text: 'yes' }]
const REQUEST = { sku: 'A', email: 'ada@example.com', channels: ['email'], consents: CONSENTS }

/** Schemas, each with a body that it accepts. */
const SCHEMAS: [name: string, schema: v.GenericSchema, good: unknown][] = [
  ['Sku', Sku, 'A'],
  ['ExternalId', ExternalId, '4'],
  ['Name', Name, 'email'],
  ['Locale', Locale, 'sv-SE'],
  ['WebAddress', WebAddress, URL_OF_PAGE],
  ['Channels', Channels, ['email', 'sms']],
  ['Email', Email, 'ada@example.com'],
  ['Product', Product, PRODUCT],
  ['CatalogEntries', CatalogEntries, [{ sku: 'A', ...PRODUCT }]],
  ['StockLevels', StockLevels, LEVELS],
  ['Order', Order, { id: '1', email: 'ada@example.com', items: [{ sku: 'A', quantity: 1 }] }],
  ['ContactLookup', ContactLookup, { phone: '+46701234567' }],
  ['Address', Address, { email: 'ada@example.com' }],
  ['Condition', Condition, { all: [{ not: { field: 'quantity', op: 'gte', value: 3 } }] }],
  ['ConsentSettings', ConsentSettings, { version: '1', texts: { en: { email: 'yes' } } }],
  ['ShopperSubscription', ShopperSubscription, { shop: 'pk', ...REQUEST, product: PRODUCT }],
  ['BackendSubscription', BackendSubscription, { ...REQUEST, attributes: { vip: true } }],
  ['ShopSettings', ShopSettings, { name: 'Acme', origins: ['https://acme.example'] }],
]

describe('a schema', () => {
  const steps = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 })

  it.each(SCHEMAS)('%s throws for no input, and accepts its own output', (_name, schema, good) => {
    expect(v.is(schema, good)).toBe(true)
    return holdsFor(
      fc.property(aValue, steps, fc.boolean(), (value, change, whole) => {
        const { success, output } = v.safeParse(
          schema,
          whole ? value : changed(good, change, value),
        )
        if (!success) return
        expect(v.parse(schema, output)).toEqual(output)
        expect(JSON.stringify(output)).not.toMatch(/\\ud[89a-f]/i)
      }),
    )
  })
})

describe('an address', () => {
  it('has one stored form, and one spelling for counting', () => {
    return holdsFor(
      fc.property(fc.oneof(aText, fc.emailAddress()), (raw) => {
        const email = normalizeEmail(raw)
        if (email === undefined) return
        expect(normalizeEmail(email)).toBe(email)
        expect(folded(folded(email))).toBe(folded(email))
      }),
    )
  })

  it('is a number in E.164, or none', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789+- ()'), maxLength: 20 })
    return holdsFor(
      fc.property(
        fc.oneof(aText, digits),
        fc.constantFrom('SE', 'US', undefined),
        (raw, country) => {
          const number = e164(raw, country)
          if (number === undefined) return
          expect(number).toMatch(/^\+[1-9]\d{5,14}$/)
          expect(e164(number, undefined)).toBe(number)
        },
      ),
    )
  })

  it('of a client or of a server never throws', () => {
    return holdsFor(
      fc.property(fc.oneof(aText, fc.ipV4(), fc.ipV6()), (text) => {
        expect(clientOf(clientOf(text))).toBe(clientOf(text))
        truncateIp(text)
        isPublicHttps(text)
        isOwn(text, ['https://acme.example'])
      }),
    )
  })
})

describe('a text of a stranger', () => {
  it('is read as a link, a stop word or a header without an exception', () => {
    return holdsFor(
      fc.property(aText, (text) => {
        readCode(text)
        shopOfToken(text)
        saysStop(text)
        jsonOf(v.unknown(), text)
        expect(retryAfter(text, 0) ?? 0).toBeGreaterThanOrEqual(0)
        expect(TAGS).toContain(textsFor(text.slice(0, 35)).language)
      }),
    )
  })

  it('stays the same when it is made harmless twice, and fills in no other text', () => {
    return holdsFor(
      fc.property(aText, (text) => {
        // As long as it is: the dots of a cut are not the text's own.
        const name = withoutLinks(text, 10_000)
        expect(withoutLinks(name, 10_000)).toBe(name)
        expect(fill('“{item}” at {shop}', { item: text, shop: '{item}' })).toContain('{item}')
      }),
    )
  })

  it('is a price that Intl can write, if the schema accepts it', () => {
    return holdsFor(
      fc.property(aValue, aValue, (price, currency) => {
        const { success, output } = v.safeParse(Product, { ...PRODUCT, price, currency })
        expect(() => success && priceOf(output, 'de-DE')).not.toThrow()
      }),
    )
  })
})

it('an accepted condition can be evaluated for any facts', () => {
  const steps = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 4 })
  const good = { all: [{ any: [{ field: 'product.brand', op: 'in', value: ['Acme'] }] }] }
  return holdsFor(
    fc.property(aValue, steps, aValue, (value, change, fact) => {
      const { success, output } = v.safeParse(Condition, changed(good, change, value))
      const facts = { quantity: fact, sku: fact, product: { brand: fact }, contact: fact }
      expect(typeof (success && holds(output, facts as never))).toBe('boolean')
    }),
  )
})

/** Feeds that the parsers know, to be broken. */
const FEEDS: [name: string, parser: () => Parser, feed: string][] = [
  ['CSV', csvParser, 'id,availability,quantity\nA,in stock,3\n"B ""b""",out of stock,\n'],
  ['JSON', jsonParser, '[{"sku":"A","inventory_quantity":3},{"sku":"B","x":{"y":[1,{}]}}]'],
  [
    'XML',
    () => xmlParser(['item', 'entry']),
    '<rss xmlns:g="http://base.google.com/ns/1.0"><item a="1"><g:id>A</g:id><![CDATA[x]]>&amp;</item></rss>',
  ],
]

describe('a feed parser', () => {
  const cut = fc.record({ at: fc.nat(200), length: fc.nat(9), put: aText, piece: fc.nat(40) })
  const options = v.parse(FeedOptions, { type: 'feed', url: URL_OF_PAGE, format: 'google' })

  it.each(FEEDS)(
    'of %s gives items or an error, and every item can be read',
    async (_name, make, feed) => {
      const property = fc.asyncProperty(cut, async ({ at, length, put, piece }) => {
        const broken = feed.slice(0, at) + put + feed.slice(at + length)
        const bytes = new TextEncoder().encode(broken)
        const items: FeedItem[] = []
        const parser = make()
        const reading = (async () => {
          for (let from = 0; from < bytes.length; from += piece + 1) {
            await parser.write(bytes.slice(from, from + piece + 1), items)
          }
          await parser.end(items)
        })()
        expect(await reading.catch((error: unknown) => error instanceof Error)).not.toBe(false)
        const about = { isTable: make === csvParser, origins: [URL_OF_PAGE], now: 0 }
        const { read } = itemReader({ ...options, oversell: 'by_quantity' }, about)
        for (const item of items) expect(read(item)).toBeDefined()
      })
      await survives(property, 200, 20_000)
    },
  )
})

it('structured data of a page never throws, whatever the page says', () => {
  const good = {
    '@type': 'Product',
    sku: 'A',
    offers: [{ '@type': 'Offer', availability: 'https://schema.org/InStock', url: URL_OF_PAGE }],
    hasVariant: [{ '@type': 'Product', sku: 'B', offers: { availability: 'OutOfStock' } }],
  }
  const steps = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 4 })
  return holdsFor(
    fc.property(aValue, steps, fc.nat(400), (value, change, end) => {
      const json = JSON.stringify(changed(good, change, value)) ?? ''
      const scripts = [json, json.slice(0, end)]
      const reading = readPage({ address: URL_OF_PAGE, scripts, things: [], metas: [] }, 0)
      const wanted = { sku: 'A', url: URL_OF_PAGE }
      expect(() => variantFor(reading, wanted)).not.toThrow()
      const described = describedIn(reading, wanted, () => true)
      expect(described === undefined || v.is(Product, described)).toBe(true)
      expect(namesOn(reading).join('').isWellFormed()).toBe(true)
    }),
  )
})

it('a variant that is read of a page is one that the Worker takes', () => {
  const offer = { '@type': 'Offer', price: '39,00 €', priceCurrency: 'EUR', url: URL_OF_PAGE }
  const good = {
    '@type': 'ProductGroup',
    name: 'Tee',
    image: [{ '@type': 'ImageObject', url: '/tee.png' }],
    offers: [offer],
    hasVariant: [{ '@type': 'Product', sku: 'A', color: 'Blue', offers: { ...offer, mpn: 'B' } }],
  }
  const things = [thing([['@type', ['https://schema.org/Product']]])]
  const steps = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 4 })
  return survives(
    fc.property(aValue, steps, aText, fc.nat(400), (value, change, text, end) => {
      const json = JSON.stringify(changed(good, change, value)) ?? ''
      const scripts = [json, json.slice(0, end), json.slice(0, end) + text + json.slice(end)]
      const metas = [
        'og:type',
        'og:title',
        'og:image',
        'product:availability',
        'product:price:amount',
      ]
      const page = {
        address: URL_OF_PAGE,
        scripts,
        things,
        metas: metas.map((name) => [name, text] as const),
        canonical: text,
        heading: text,
      }
      const { own, others } = readPage(page, 0)
      for (const { names, product } of [...own, ...others]) {
        for (const name of names) expect([name, v.is(Sku, name)]).toEqual([name, true])
        const wanted = { title: 'Tee', url: URL_OF_PAGE, ...defined(product) }
        expect(v.parse(Product, wanted)).toEqual(wanted)
      }
    }),
    150,
    6_000,
  )
})

const defined = (product: object) =>
  Object.fromEntries(Object.entries(product).filter(([, value]) => value !== undefined))
