/**
 * What the widget reads on pages of Shopify's themes. Each page is small and follows what a theme prints;
 * many of them are read in one visit.
 */
import { test } from '@playwright/test'
import { json, ORIGIN, readAll, type Seen, type ShopPage } from '../spots.ts'

/** A variant as Liquid's `variant | json` prints it. */
const liquid = (id: number, title: string, available: boolean, rest = {}) => ({
  id,
  title,
  sku: `TEE-${title}`,
  name: `Harbour tee - ${title}`,
  public_title: title,
  available,
  price: 1990,
  ...rest,
})
const S = liquid(101, 'S', true)
const M = liquid(102, 'M', false)
const TEE = { id: 7, title: 'Harbour tee', handle: 'tee', available: true, variants: [S, M] }
const PRODUCT_JS = { '/products/tee.js': TEE }

/** Another product, sold out, as cards, quick views and upsells of the page show it. */
const MUG = liquid(901, 'Blue', false, { sku: 'MUG-BLUE', name: 'Mug - Blue', price: 500 })

const shop = (currency = 'EUR') =>
  `<script>window.Shopify = { currency: { active: '${currency}' } }</script>`

/** What Shopify itself prints on each product page, in whatever currency. */
const analytics = ({ id, variants }: Pick<typeof TEE, 'id' | 'variants'>) => {
  const own = variants.map(({ name, title, sku, ...each }) => ({
    id: each.id,
    price: 2388,
    name,
    public_title: title === 'Default Title' ? null : title,
    sku,
  }))
  const meta = { product: { id, gid: `gid://shopify/Product/${id}`, variants: own } }
  return `<script>window.ShopifyAnalytics = { meta: ${JSON.stringify(meta)} }</script>`
}

/** A form as Liquid's `form 'product'` prints it. */
const form = (id: number | '', product: number, button: string) =>
  `<form method="post" action="/cart/add"><input type="hidden" name="id" value="${id}">
    ${button}<input type="hidden" name="product-id" value="${product}"></form>`
const BUY = '<button type="submit" name="add" id="buy">Add to cart</button>'

/** What else stands on a product page. */
const BEFORE = `<div class="sticky-bar">${form(102, 7, '<button id="bar">Add</button>')}</div>
  <ul><li class="card">${form(901, 9, '<button name="add">Add</button>')}</li></ul>
  <div class="installment">${form(102, 7, '')}</div>`
const AFTER = `<section>${form(902, 9, '<button name="add">Add both</button>')}</section>
  <quick-add-modal><product-info data-section="main"><variant-selects>
    ${json(MUG, 'type="application/json" data-selected-variant')}</variant-selects>
    ${form(901, 9, '<button name="add">Sold out</button>')}</product-info></quick-add-modal>`

/** The structured data of a search engine's friend: names and prices that are not the shop's. */
const linked = (path: string, variants: { id: number; sku: string; available: boolean }[]) => ({
  '@context': 'http://schema.org/',
  '@type': 'ProductGroup',
  name: 'Buy the Harbour tee online | Acme',
  url: ORIGIN + path,
  hasVariant: variants.map(({ id, sku, available }) => ({
    '@type': 'Product',
    '@id': `${path}?variant=${id}#variant`,
    name: 'Buy it online',
    sku,
    offers: {
      '@type': 'Offer',
      availability: `http://schema.org/${available ? 'InStock' : 'OutOfStock'}`,
      price: '99.00',
      priceCurrency: 'USD',
      url: `${ORIGIN}${path}?variant=${id}`,
    },
  })),
})
const LINKED = json(linked('/products/tee', [S, M]), 'type="application/ld+json"')

/** A page of a theme: what it prints beside the same form of the same product. */
const theme = (printed: string, rest: Partial<ShopPage> = {}): ShopPage => ({
  path: '/products/tee?variant=102',
  head: shop() + analytics(TEE),
  body: `${LINKED}<main>${BEFORE}<div>${printed}${form(102, 7, BUY)}</div>${AFTER}</main>`,
  ...rest,
})

/** A page opened with the variant that is in stock. */
const inStock = (data: string) => `${data}<main>${BEFORE}<div>${form(101, 7, BUY)}</div></main>`

/** A sold-out variant beside its buy button. */
const soldOut = (sku: string, data: object, anchor = 'buy'): Seen[] => [
  { anchor: anchor || undefined, variants: [{ sku, soldOut: true, known: data }] },
]
const known = {
  title: 'Harbour tee',
  variantTitle: 'M',
  url: `${ORIGIN}/products/tee?variant=102`,
  price: 19.9,
  currency: 'EUR',
}
const unpriced = { ...known, price: undefined, currency: undefined }

const viewed = (selectedVariant: object) => {
  const { variants: _, ...product } = TEE
  const payload = JSON.stringify({ context: 'page', product: { ...product, selectedVariant } })
  return `<product-component view-event-payload='${payload}'></product-component>`
}
const view = (amount: string, currencyCode: string) =>
  viewed({ id: 102, title: 'M', availableForSale: false, price: { amount, currencyCode } })

test('a page of a theme shows its own sold-out variant, with the theme’s name and price', async ({
  page,
}) => {
  const selected = 'type="application/json" data-selected-variant'
  await readAll(page, 'shopify', {
    Dawn: [
      theme(`<variant-selects>${json(M, selected)}</variant-selects>`),
      soldOut('TEE-M', known),
    ],
    Horizon: [theme(`<variant-picker>${json(M)}</variant-picker>`), soldOut('TEE-M', known)],
    'Horizon, by the data of its view event': [theme(view('19.9', 'EUR')), soldOut('TEE-M', known)],
    'a currency that the shop does not have': [
      theme(view('1980.0', 'JPY')),
      soldOut('TEE-M', { ...known, price: 1980, currency: 'JPY' }),
    ],
    'hundredths of yen': [
      theme(json({ ...M, price: 198000 }), { head: shop('JPY') + analytics(TEE) }),
      soldOut('TEE-M', { ...known, price: 1980, currency: 'JPY' }),
    ],
    'hundredths of dinars': [
      theme(json({ ...M, price: 1250 }), { head: shop('KWD') + analytics(TEE) }),
      soldOut('TEE-M', { ...known, price: 12.5, currency: 'KWD' }),
    ],
    'no price': [theme(json({ ...M, price: 0 })), soldOut('TEE-M', unpriced)],
    'no sku': [
      theme('', {
        head: shop(),
        body: `<main>${form(102, 7, BUY)}</main>`,
        files: { '/products/tee.js': { ...TEE, variants: [S, { ...M, sku: '' }] } },
      }),
      soldOut('102', known),
    ],
    Debut: [
      theme(json(TEE, 'type="application/json" id="ProductJson-product-template"')),
      soldOut('TEE-M', known),
    ],
    Prestige: [theme(json({ product: TEE, selected_variant_id: 102 })), soldOut('TEE-M', known)],
    'Impulse, which prints its data elsewhere': [
      theme(`<textarea data-variant-json>${JSON.stringify([S, M])}</textarea>`, {
        body: `<main>${BEFORE}<div>${form(102, 7, BUY)}</div>${AFTER}</main>`,
        files: PRODUCT_JS,
      }),
      soldOut('TEE-M', known),
    ],
    'a variant that is plainly in stock: no reader is needed': [
      theme('', { path: '/products/tee', body: inStock(LINKED), reader: false }),
      [
        {
          anchor: 'buy',
          variants: [
            {
              sku: 'TEE-S',
              soldOut: false,
              known: { ...unpriced, variantTitle: 'S', url: `${ORIGIN}/products/tee?variant=101` },
            },
          ],
        },
      ],
    ],
    'a theme that prints nothing: the structured data says what is sold out': [
      theme(''),
      soldOut('TEE-M', unpriced),
    ],
    'a theme that prints nothing, without structured data': [
      theme('', {
        body: `<main>${BEFORE}<div>${form(102, 7, BUY)}</div>${AFTER}</main>`,
        files: PRODUCT_JS,
      }),
      soldOut('TEE-M', known),
    ],
    'a theme that prints nothing, in a copy without Shopify’s analytics': [
      theme('', { head: shop(), files: PRODUCT_JS }),
      soldOut('TEE-M', known),
    ],
    'a page in French, of a collection, without structured data': [
      theme('', {
        path: '/fr/collections/ete/products/tee?variant=102&selling_plan=3',
        body: `<main>${BEFORE}<div>${form(102, 7, BUY)}</div>${AFTER}</main>`,
        files: { '/fr/products/tee.js': TEE },
      }),
      soldOut('TEE-M', { ...known, url: `${ORIGIN}/fr/products/tee?variant=102` }),
    ],
    'a shop that does not answer: the Worker is asked about the right sku': [
      theme('', { body: `<main>${BEFORE}<div>${form(102, 7, BUY)}</div>${AFTER}</main>` }),
      [{ anchor: 'buy', variants: [{ sku: 'TEE-M', known: unpriced }] }],
    ],
    'an address that names another product’s variant': [
      theme(json(M), { path: '/products/tee?variant=901' }),
      soldOut('TEE-M', known),
    ],
    'a product without variants': [
      theme(json({ ...M, title: 'Default Title', name: 'Harbour tee', public_title: null })),
      soldOut('TEE-M', { ...known, variantTitle: undefined }),
    ],
    'a button outside of its form': [
      theme('', {
        body: `${LINKED}<main>${json(M)}<form id="f" action="/fr/cart/add"><input name="id" value="102">
          </form><button form="f" id="buy">Buy</button></main>`,
      }),
      soldOut('TEE-M', known),
    ],
    'scripts of apps that hold anything': [
      theme(
        [
          '',
          '{',
          '3',
          '[null]',
          '{"variants":3}',
          '{"product":{"handle":"tee","variants":{"id":1}}}',
        ]
          .map((text) => `<script type="application/json">${text}</script>`)
          .join('') + json(M),
      ),
      soldOut('TEE-M', known),
    ],
  })
})

test('a theme that prints no form for what is sold out leaves the place to the widget', async ({
  page,
}) => {
  const L = liquid(103, 'L', false)
  const two = { id: 7, variants: [M, L] }
  const bare = `<main>${AFTER}<h1>Harbour tee</h1></main>`
  const both = [M, L].map(({ id, title, sku }) => ({
    sku,
    soldOut: true,
    known: { ...known, variantTitle: title, url: `${ORIGIN}/products/tee?variant=${id}` },
  }))
  await readAll(page, 'shopify', {
    'the chosen variant, by product.js': [
      theme('', { body: bare, files: PRODUCT_JS }),
      soldOut('TEE-M', known, ''),
    ],
    'the chosen variant, by the structured data': [
      theme('', { head: shop(), body: LINKED + bare }),
      soldOut('TEE-M', { url: known.url }, ''),
    ],
    'all variants, if none is chosen': [
      theme('', {
        path: '/products/tee',
        head: shop() + analytics(two),
        body: bare,
        files: { '/products/tee.js': { ...TEE, variants: [M, L] } },
      }),
      [{ anchor: undefined, variants: both }],
    ],
    'none, if one of them is in stock': [
      theme('', { path: '/products/tee', body: bare, files: PRODUCT_JS }),
      [{ anchor: undefined, variants: [] }],
    ],
    'nothing, if nobody knows the product': [
      theme('', { head: shop(), body: '<main><h1>Harbour tee</h1></main>' }),
      [],
    ],
    'nothing on another page': [theme('', { path: '/pages/about', body: bare }), []],
  })
})

test('what is chosen in cards, quick views and upsells is not chosen on the page', async ({
  page,
}) => {
  const bus = `<script>
    const heard = []
    function subscribe(name, listener) { heard.push(listener); return () => {} }
    const publish = (variant) => { for (const one of heard) one({ data: { sectionId: 'main', variant } }) }
    const select = (product, variant, resource) => document.body.dispatchEvent(Object.assign(
      new Event('shopify:product:select', { bubbles: true }),
      { product, promise: Promise.resolve({ variant, detail: { resource } }) }))
    const update = (resource, productId) => document.body.dispatchEvent(
      new CustomEvent('variant:update', { bubbles: true, detail: { resource, data: { productId } } }))
    const mug = ${JSON.stringify(MUG)}, small = ${JSON.stringify(S)}
  </script>`
  const shown = (act: string, rest = {}) =>
    theme(json(M), { head: shop() + analytics(TEE) + bus, act, ...rest })
  const still = soldOut('TEE-M', known)
  const small = { ...known, variantTitle: 'S', url: `${ORIGIN}/products/tee?variant=101` }
  const other: Seen[] = [
    { anchor: 'buy', variants: [{ sku: 'TEE-S', soldOut: false, known: small }] },
  ]
  const free = { price: undefined, currency: undefined }
  const gone: Seen[] = [{ anchor: 'buy', variants: [] }]
  const price = `price: { amount: '19.90', currencyCode: 'EUR' }`
  const bare = { head: shop() + bus, files: PRODUCT_JS }
  await readAll(page, 'shopify', {
    'a quick view on Dawn’s bus': [shown('publish(mug)'), still],
    'the page’s own on Dawn’s bus': [shown('publish(small)'), other],
    'a card': [
      shown(`select({ id: 'gid://shopify/Product/9', handle: 'mug' }, { id: 901 })`),
      still,
    ],
    'a card, whose variant does not exist': [shown(`select({ id: 9 }, null)`), still],
    'a card, by its handle only': [
      shown(`select({ handle: 'mug' }, { id: 901, availableForSale: false })`, bare),
      still,
    ],
    'the page’s own': [
      shown(`select({ id: 7 }, { id: 101, title: 'S', availableForSale: true, ${price} })`),
      other,
    ],
    'the page’s own, whose variant does not exist': [shown(`select({ id: 7 }, null)`), gone],
    'an older card': [shown(`update(mug, '9')`), still],
    'the page’s own of an older theme': [shown(`update(small, '7')`), other],
    'a quick view in a copy without Shopify’s analytics': [shown('publish(mug)', bare), still],
    'the page’s own in such a copy': [shown('publish(small)', bare), other],
    'a form of another product that changes': [
      shown(`document.querySelector('quick-add-modal [name=id]').value = 902
        document.dispatchEvent(new Event('change'))`),
      still,
    ],
    'another product that a script loads into the page, and the first one again': [
      shown(
        `const form = document.querySelector('#buy').form, load = async (path, product, id) => {
          history.pushState({}, '', path)
          form.elements['product-id'].value = product
          form.elements.id.value = id
          await read()
        }
        await load('/products/mug', 9, 901)
        window.ShopifyAnalytics.meta.product = { id: 9, variants: [{ id: 901, sku: 'MUG-BLUE' }] }
        await load('/products/tee', 7, 102)`,
        { files: { ...PRODUCT_JS, '/products/mug.js': { ...TEE, id: 9, variants: [MUG] } } },
      ),
      still,
    ],
    'the page’s own form': [
      shown(`document.querySelector('#buy').form.elements.id.value = 101
        document.dispatchEvent(new Event('change'))`),
      [
        {
          anchor: 'buy',
          variants: [{ sku: 'TEE-S', soldOut: false, known: { ...small, ...free } }],
        },
      ],
    ],
  })
})
