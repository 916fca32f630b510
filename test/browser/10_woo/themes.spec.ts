/**
 * What the widget reads on product pages of WooCommerce: the classic templates, the blocks, and what
 * themes make of them. Each page is small; many of them are read in one visit.
 */
import { test } from '@playwright/test'
import { json, ORIGIN, readAll, type Seen, type ShopPage } from '../spots.ts'

const TEE = `${ORIGIN}/product/tee/`

/** A variation as `data-product_variations` has it. */
const variation = (id: number, size: string, inStock: boolean, rest = {}) => ({
  variation_id: id,
  attributes: { attribute_pa_size: size },
  sku: `TEE-${size.toUpperCase()}`,
  is_in_stock: inStock,
  is_purchasable: true,
  display_price: 19.9,
  availability_html: inStock ? '' : '<p class="stock out-of-stock">Out of stock</p>',
  image: { src: `${ORIGIN}/${size}.jpg` },
  ...rest,
})
const S = variation(51, 's', true)
const M = variation(52, 'm', false)
const L = variation(53, 'l', false)

const SELECT = (chosen: string) =>
  `<select name="attribute_pa_size">${[
    ['', 'Choose an option'],
    ['s', 'Small'],
    ['m', 'Medium'],
    ['l', 'Large'],
  ]
    .map(
      ([value, text]) => `<option value="${value}"${value === chosen ? ' selected' : ''}>${text}`,
    )
    .join('')}</select>`

/** The classic form; `chosen` is the size, and `id` the variation in its field. */
const form = (variations: unknown, id: number, chosen = '', product = 42, more = '') =>
  `<form class="variations_form cart" action="${TEE}" data-product_id="${product}"
    data-product_variations='${JSON.stringify(variations)}'>${SELECT(chosen)}${more}
    <div class="single_variation_wrap" ${id ? '' : 'style="display: none"'}>
    <button type="submit" id="buy" class="single_add_to_cart_button button">Add to cart</button>
    <input type="hidden" name="variation_id" value="${id}"></div></form>`

/** A page of one product. */
const single = (content: string, rest: Partial<ShopPage> = {}): ShopPage => ({
  path: '/product/tee/?utm_source=mail',
  head: `<link rel="https://api.w.org/" href="${ORIGIN}/wp-json/"><link rel="canonical" href="${TEE}">`,
  body: `<script>document.body.className = 'single-product postid-42 woocommerce woocommerce-page'</script>
    <main>${content}</main>`,
  ...rest,
})
const classic = (content: string, rest: Partial<ShopPage> = {}) =>
  single(
    `<div id="product-42" class="product type-product post-42 outofstock">
      <h1 class="product_title entry-title">Harbour tee</h1>${content}</div>`,
    rest,
  )
const GONE = '<p class="stock out-of-stock" id="gone">Out of stock</p>'
const SKU = (text: string, more = '') =>
  `<div class="product_meta">SKU: <span class="sku" ${more}>${text}</span></div>`

/** Cards of other products, which are sold out. */
const CARDS = `<section class="related products"><ul class="products">
  <li class="product type-product post-57 outofstock">${GONE}${SKU('MUG')}
    <span class="out-of-stock-label">Out of stock</span></li>
  <li class="wc-block-product type-product post-58"><div class="wp-block-group">
    <div class="wc-block-components-product-stock-indicator--out-of-stock">Out of stock</div></div></li>
  </ul></section>`

const linked = (data: object) =>
  json(
    { '@context': 'https://schema.org/', '@type': 'Product', name: 'Harbour tee', ...data },
    'type="application/ld+json"',
  )
const OFFERS = { offers: [{ '@type': 'Offer', availability: 'https://schema.org/InStock' }] }

const known = (size: string, name: string) => ({
  title: 'Harbour tee',
  variantTitle: name,
  image: `${ORIGIN}/${size}.jpg`,
  price: 19.9,
  url: `${TEE}?attribute_pa_size=${size}`,
})
const medium = { sku: 'TEE-M', soldOut: true, known: known('m', 'Medium') }
const large = { sku: 'TEE-L', soldOut: true, known: known('l', 'Large') }
const gone = { soldOut: true, oversold: false }
const whole = (sku: string, state: object = gone, anchor = 'gone'): Seen[] => [
  { anchor, variants: [{ sku, ...state, known: { title: 'Harbour tee', url: TEE } }] },
]
const bare = (sku: string): Seen[] => [
  { anchor: 'gone', variants: [{ sku, ...gone, known: { url: TEE } }] },
]
const store = (id: number, sku: string, rest = {}) => ({
  [`/wp-json/wc/store/v1/products/${id}`]: { id, sku, is_in_stock: false, ...rest },
})

test('a classic page of WooCommerce shows the chosen variation, under the name of the source', async ({
  page,
}) => {
  const nameless = [S, M].map((each) => ({ ...each, sku: 'TEE' }))
  await readAll(page, 'woo', {
    'a chosen variation': [
      classic(form([S, M], 52, 'm') + CARDS),
      [{ anchor: 'buy', variants: [medium] }],
    ],
    'a variation for any size: the link has the chosen one': [
      classic(form([S, { ...M, attributes: { attribute_pa_size: '' } }], 52, 'm')),
      [{ anchor: 'buy', variants: [medium] }],
    ],
    'nothing chosen, one in stock': [
      classic(form([S, M], 0)),
      [{ anchor: 'variations_form cart', variants: [] }],
    ],
    'nothing chosen, all sold out': [
      classic(form([M, L], 0)),
      [{ anchor: 'variations_form cart', variants: [medium, large] }],
    ],
    'more than thirty variations, nothing chosen': [
      classic(form(false, 0)),
      [{ anchor: 'variations_form cart', variants: [] }],
    ],
    'a variation on backorder': [
      classic(
        form(
          [{ ...M, is_in_stock: true, availability_html: '<p class="available-on-backorder">' }],
          52,
        ),
      ),
      [{ anchor: 'buy', variants: [{ ...medium, soldOut: undefined, oversold: true }] }],
    ],
    'variations without a sku of their own go by their ids': [
      classic(form(nameless, 52, 'm')),
      [{ anchor: 'buy', variants: [{ ...medium, sku: '52' }] }],
    ],
    'so does the only one that is known of many': [
      classic(form([{ ...M, sku: 'TEE' }], 52, 'm') + SKU('TEE', 'data-o_content="TEE"')),
      [{ anchor: 'buy', variants: [{ ...medium, sku: '52' }] }],
    ],
    'a variation has a sku of its own beside its product’s': [
      classic(form([M], 52, 'm') + SKU('TEE-M', 'data-o_content="TEE"')),
      [{ anchor: 'buy', variants: [medium] }],
    ],
    'a variation without a price': [
      classic(form([{ ...M, display_price: 0 }], 52, 'm')),
      [{ anchor: 'buy', variants: [{ ...medium, known: { ...medium.known, price: undefined } }] }],
    ],
    'a quick view of another product': [
      classic(form([S], 51, 's') + CARDS + form([{ ...M, sku: 'MUG' }], 52, 'm', 57)),
      [
        {
          anchor: 'buy',
          variants: [{ sku: 'TEE-S', soldOut: false, known: known('s', 'Small') }],
        },
      ],
    ],
    'a list, whose cards have forms': [
      {
        path: '/shop/',
        body: `<h1>Shop</h1><ul><li class="product type-product post-42">
          <h2 class="woocommerce-loop-product__title">Harbour tee</h2>${form([S, M], 52, 'm')}</li></ul>`,
      },
      [{ anchor: 'buy', variants: [medium] }],
    ],
    'variations that cannot be read': [
      classic(form(null, 52, 'm').replace("='null'", `='{"a'`)),
      [{ anchor: 'buy', variants: [] }],
    ],
  })
})

test('a product of WooCommerce that is sold out as a whole goes by its sku, and never by a card’s notice', async ({
  page,
}) => {
  const hidden = form([], 0, '', 42, GONE).replace(/<input type="hidden".*?>/, '')
  await readAll(page, 'woo', {
    'a simple product, without structured data': [classic(GONE + SKU('TEE') + CARDS), whole('TEE')],
    'a theme that wraps the notice, as Astra does': [
      classic(
        `<p class="ast-stock-detail">Availability: ${GONE.replace(/p /, 'span ')}</p>${SKU('TEE')}`,
      ),
      whole('TEE'),
    ],
    'a builder without the usual wrapper, as Divi’s': [
      single(`<div class="et_pb_wc_title"><h1>Harbour tee</h1></div>${GONE}${SKU('TEE')}`),
      bare('TEE'),
    ],
    'a sku that only the structured data has': [
      classic(linked({ sku: 'TEE', ...OFFERS }) + GONE),
      whole('TEE'),
    ],
    'a sku that only the shop’s public API has': [
      classic(GONE, { files: store(42, 'TEE') }),
      whole('TEE'),
    ],
    'a product without a sku': [classic(GONE, { files: store(42, '') }), whole('42')],
    'a shop whose API is closed': [classic(GONE), whole('42')],
    'all variations hidden, because they are out of stock': [
      classic(hidden + SKU('N/A'), { files: store(42, 'TEE') }),
      whole('TEE'),
    ],
    'a product on backorder': [
      classic(`<p class="stock available-on-backorder" id="late">Available on backorder</p>
        <form class="cart"><button id="buy" class="single_add_to_cart_button">Buy</button></form>${SKU('TEE')}`),
      whole('TEE', { oversold: true }, 'buy'),
    ],
    'the notices of cards': [classic(`<form class="cart"></form>${CARDS}`), []],
    'the notice of a part of a grouped product': [
      classic(`<form class="cart grouped_form"><table><tr id="product-57"
        class="woocommerce-grouped-product-list-item product type-product post-57">
        <td>${GONE}</td></tr></table></form>`),
      [],
    ],
    'the notice of a part of a bundle': [
      classic(`<form class="cart bundle_form"><div class="bundled_product bundled_product_summary product">
        ${GONE}</div></form>`),
      [],
    ],
    'a page of another kind': [{ path: '/blog/', body: GONE }, []],
  })
})

test('the block Add to Cart + Options is followed in each shape of its state', async ({ page }) => {
  const pills = (tag: (value: string, name: string, chosen: boolean) => string) =>
    [tag('m', 'Medium', true), tag('s', 'Small', false)].join('')
  const divs = pills(
    (_, name, chosen) => `<div role="radio" aria-checked="${chosen}">${name}</div>`,
  )
  const radios = pills(
    (value, name, chosen) => `<label><input type="radio" name="attribute_pa_size" value="${value}"
      ${chosen ? 'checked' : ''}>${name}</label>`,
  )
  const block = (
    options: string,
    state: object | string,
    rest: Partial<ShopPage> = {},
    id = '52',
  ) => {
    const data = typeof state === 'string' ? state : JSON.stringify(state)
    return single(
      `<h1 class="wp-block-post-title">Harbour tee</h1>
      <form class="wp-block-add-to-cart-with-options wc-block-add-to-cart-with-options"
        data-wp-interactive="woocommerce/add-to-cart-with-options">${options}
        <div class="wp-block-button wc-block-components-product-button">
        <button id="buy" class="wp-element-button add_to_cart_button product_type_variable">Buy</button></div>
        <div class="single_variation_wrap"><input type="hidden" name="product_id" value="42">
        <input type="hidden" name="variation_id" value="${id}"></div></form>${CARDS}
      <script type="application/json" id="wp-script-module-data-@wordpress/interactivity">${data}</script>`,
      rest,
    )
  }
  /** The state before WooCommerce 10.4: a part of the configuration. */
  const old = (rest = {}) => ({
    config: {
      woocommerce: {
        products: {
          42: {
            type: 'variable',
            is_in_stock: true,
            variations: {
              51: {
                attributes: { attribute_pa_size: 's' },
                is_in_stock: true,
                sku: 'TEE-S',
                ...rest,
              },
              52: {
                attributes: { attribute_pa_size: 'm' },
                is_in_stock: false,
                sku: 'TEE-M',
                ...rest,
              },
            },
          },
          57: { type: 'simple', is_in_stock: false, sku: 'MUG' },
        },
      },
    },
  })
  /** Since then: the answers of the Store API. */
  const api = (id: number, size: string, inStock: boolean) => ({
    id,
    parent: 42,
    sku: `TEE-${size.toUpperCase()}`,
    variation: `Size: ${size}`,
    permalink: `${TEE}?attribute_pa_size=${size}`,
    is_in_stock: inStock,
    prices: { price: '1990', currency_code: 'EUR', currency_minor_unit: 2 },
    attributes: [],
  })
  const now = {
    state: {
      'woocommerce/products': {
        products: {
          42: { id: 42, sku: 'TEE', is_in_stock: true, parent: 0, variations: [{ id: 52 }] },
        },
        productVariations: { 51: api(51, 's', true), 52: api(52, 'm', false) },
      },
    },
  }
  const data = { variantTitle: 'Medium', url: `${TEE}?attribute_pa_size=m` }
  const priced = { ...data, price: 19.9, currency: 'EUR' }
  const seen = (sku: string, more: object): Seen[] => [
    { anchor: 'buy', variants: [{ sku, soldOut: true, known: more }] },
  ]
  const small = {
    sku: 'TEE-S',
    soldOut: false,
    known: { ...priced, url: `${TEE}?attribute_pa_size=s` },
  }
  await readAll(page, 'woo', {
    'the older state': [block(divs, old()), seen('TEE-M', data)],
    'with radio buttons': [block(radios, old()), seen('TEE-M', data)],
    'with a list': [
      block('<select><option value="">Choose<option value="m" selected>Medium</select>', old()),
      seen('TEE-M', data),
    ],
    'the newer state': [block(divs, now), seen('TEE-M', priced)],
    'a state without skus': [
      block(divs, old({ sku: undefined }), {
        files: {
          ...store(52, 'TEE-M', api(52, 'm', false)),
          ...store(42, 'TEE', { is_in_stock: true }),
        },
      }),
      seen('TEE-M', priced),
    ],
    'a variation without a sku of its own': [
      block(divs, old({ sku: undefined }), {
        files: { ...store(52, 'TEE', { is_in_stock: false }), ...store(42, 'TEE') },
      }),
      seen('52', data),
    ],
    'a shop whose API is closed': [block(divs, old({ sku: undefined })), seen('52', data)],
    'a state that cannot be read': [
      block(divs, '{', { files: store(52, 'TEE-M', api(52, 'm', false)) }),
      seen('TEE-M', priced),
    ],
    'another choice': [
      block(divs, now, {
        act: `document.querySelector('[name=variation_id]').setAttribute('value', '51')
          document.querySelector('[role=radio]').textContent = 'Small'`,
      }),
      [
        {
          anchor: 'buy',
          variants: [{ ...small, known: { ...small.known, variantTitle: 'Small' } }],
        },
      ],
    ],
    'nothing chosen': [block(divs, now, {}, ''), [{ anchor: 'buy', variants: [] }]],
    'every variation, if the page wants it': [
      block(divs, now, { any: true }, ''),
      [
        {
          anchor: 'buy',
          variants: [
            { ...small, known: { ...small.known, variantTitle: 'Size: s' } },
            { sku: 'TEE-M', soldOut: true, known: { ...priced, variantTitle: 'Size: m' } },
          ],
        },
      ],
    ],
    'a simple product': [
      single(`<h1 class="wp-block-post-title">Harbour tee</h1><form class="wc-block-add-to-cart-with-options">
        <div id="gone" class="wc-block-components-product-stock-indicator
          wc-block-components-product-stock-indicator--out-of-stock">Out of stock</div>
        <input type="hidden" name="add-to-cart" value="42"></form>
        <div class="wp-block-woocommerce-product-sku product_meta"><span class="sku">TEE</span></div>`),
      bare('TEE'),
    ],
    'a part of a grouped product': [
      single(`<form class="wc-block-add-to-cart-with-options"><div
        class="wp-block-woocommerce-add-to-cart-with-options-grouped-product-item">
        <div class="wc-block-components-product-stock-indicator--out-of-stock">Out of stock</div></div></form>`),
      [],
    ],
  })
})
