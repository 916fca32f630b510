/** What the form and the mail show of a variant, put together from its mark or platform and the page. */
import { describe, expect, it } from 'vitest'
import { complete } from '../../widget/structured/describe.ts'

const PAGE = 'https://shop.example/tee?utm_source=mail'
const named = {
  title: 'Tee',
  variantTitle: 'Blue',
  url: 'https://shop.example/tee?variant=1',
  image: 'https://cdn.example/blue.png',
  price: 39,
  currency: 'EUR',
}
const general = { title: 'Tees', url: 'https://shop.example/tee', currency: 'SEK' }

describe('a variant', () => {
  it.each<[string, Parameters<typeof complete>, Record<string, unknown>]>([
    ['is what the page says of its sku', [{}, named, general, PAGE], named],
    ['is what the page says of its own product', [{}, undefined, general, PAGE], general],
    [
      'is what its mark says before anything else',
      [
        { title: 'Tröja', variantTitle: 'M', url: '/troja?id=7', image: '/t.png', price: '299.00' },
        named,
        general,
        PAGE,
      ],
      {
        title: 'Tröja',
        variantTitle: 'M',
        url: 'https://shop.example/troja?id=7',
        image: 'https://shop.example/t.png',
        price: 299,
        currency: 'EUR',
      },
    ],
    [
      'keeps a price of its own currency',
      [{ price: 42, currency: 'usd' }, named, general, PAGE],
      { ...named, price: 42, currency: 'USD' },
    ],
    [
      'has no price of the page in another currency than its own',
      [{ currency: 'USD' }, named, general, PAGE],
      { ...named, price: undefined, currency: 'USD' },
    ],
    [
      'has no name of a variant that is the name of the product',
      [{ title: 'Tee', variantTitle: ' TEE' }, undefined, general, PAGE],
      { ...general, title: 'Tee' },
    ],
    [
      'has no name of a variant that reads as the product’s',
      [{ title: 'Tee &amp; cap', variantTitle: 'Tee & cap' }, undefined, general, PAGE],
      { ...general, title: 'Tee & cap' },
    ],
    [
      'has an address without campaign, of the page’s own scheme and host',
      [{ url: 'http://www.shop.example/tee?id=7&gclid=x' }, undefined, general, PAGE],
      { ...general, url: 'https://shop.example/tee?id=7' },
    ],
    [
      'keeps an address on another origin, which may be the shop’s',
      [{ url: 'https://shop.example.se/tee?fbclid=x' }, undefined, general, PAGE],
      { ...general, url: 'https://shop.example.se/tee' },
    ],
    [
      'keeps the platform’s ids',
      [{ id: '81', variantId: 82 }, undefined, general, PAGE],
      { ...general, id: '81', variantId: '82' },
    ],
  ])('%s', (_says, given, expected) => {
    expect(bare(complete(...given))).toEqual(bare(expected))
  })

  it.each<[string, Record<string, unknown>]>([
    ['an empty title', { title: ' \u0000 ' }],
    ['a title that is no text', { title: { toString: 1 } }],
    ['a variant’s name of nothing but tags', { variantTitle: '<b> </b>' }],
    ['a script as its address', { url: 'javascript:alert(1)' }],
    ['an address with a password', { url: 'https://a:b@shop.example/' }],
    ['an address that is none', { url: 'https://' }],
    ['data as its picture', { image: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }],
    ['a picture with a long address', { image: `https://cdn.example/${'a'.repeat(2000)}` }],
    ['a price of zero', { price: 0 }],
    ['a price that is none', { price: 'on request' }],
    ['two prices', { price: '39 - 49' }],
    ['a price without end', { price: Infinity }],
    ['a currency that is none', { currency: 'crowns' }],
  ])('lacks nothing of the page for %s', (_says, stated) => {
    expect(bare(complete(stated, undefined, general, PAGE))).toEqual(general)
  })

  it('has a long title cut to what the Worker takes', () => {
    const { title } = complete({ title: 'Tee '.repeat(200) }, undefined, general, PAGE)
    expect(title?.length).toBeLessThanOrEqual(200)
    expect(title).toMatch(/^Tee Tee/)
  })
})

const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
