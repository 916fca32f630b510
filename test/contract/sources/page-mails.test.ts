/**
 * Pages of the corpus that end in a mail: the page is sold out, a shopper subscribes with what the widget
 * reads of it, the page source reads the page until it is in stock, and the mail has the title, the price
 * and the link that the shop owner would write.
 */
import { describe, expect, it } from 'vitest'
import { ask, fakeUrl, linkIn, makeShop, ORIGIN, poll, table, world } from '../../worker/harness.ts'
import type { Expected } from '../../fixtures/pages.ts'

const pages = import.meta.glob<string>('../../fixtures/pages/*/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const answers = import.meta.glob<Expected>('../../fixtures/pages/*/*.json', {
  import: 'default',
  eager: true,
})

/** The page, the sku that is sold out, and what the mail says. */
const MAILS: [page: string, sku: string, subject: string, price: string | undefined][] = [
  ['platforms/shopify-dawn', 'MUG-1', 'Harbour mug', '€18.00'],
  ['platforms/woocommerce-9-sale', 'MUG-1', 'Harbour mug', '€18.00'],
  ['platforms/woocommerce-yoast', 'MUG-1', 'Harbour mug', '€18.00'],
  ['platforms/magento-hyva', 'MUG-1', 'Harbour mug', '€18.00'],
  ['platforms/prestashop-hummingbird', 'MUG-1', 'Harbour mug', '€18.00'],
  ['platforms/prestashop-classic', 'MUG-S', 'Harbour mug, Small Blue', '€18.00'],
  ['platforms/shopware-6', 'SW10042', 'Hafenbecher', '€1,299.00'],
  ['platforms/squarespace', 'SQ7300125', 'Harbour mug', '€18.00'],
  ['platforms/opencart-4-data', 'MUG-1', 'Harbour mug', '€18.00'],
  ['platforms/next-storefront', 'TROJA-M', 'Hamntröja, M', 'SEK 1,299.00'],
  ['open-graph/sold-out', 'MUG-1', 'Harbour mug', '€18.00'],
  ['identity/mpn', '925872', 'Harbour mug', '€18.00'],
  ['prices/blank', 'MUG-1', 'Harbour mug', 'SEK 1,299.00'],
  ['names/encoded-twice', 'MUG-1', 'Smith & Daughter’s mug', '€18.00'],
  ['refused/call-us', 'MUG-1', 'Harbour mug', undefined],
  ['refused/long-picture-address', 'MUG-1', 'Harbour mug', '€18.00'],
  ['json-ld/trailing-comma', 'MUG-1', 'Harbour mug', '€18.00'],
  ['json-ld/variants-by-id', 'MUG-BLUE', 'Harbour mug, Blue', '€18.00'],
  ['addresses/campaign', 'MUG-1', 'Harbour mug', '€18.00'],
]

const FROM = 'https://acme.example'

describe('a page of the corpus that is sold out, and later is not', () => {
  it.each(MAILS)('%s ends in a mail about %s: "%s", %s', async (name, sku, item, price) => {
    const path = `../../fixtures/pages/${name}`
    const fixture = answers[`${path}.json`]
    const base = fakeUrl('page')
    const here = (text: string) =>
      text
        .replaceAll(FROM, base)
        .replaceAll(FROM.replaceAll('/', '\\/'), base.replaceAll('/', '\\/'))
    const page = here(pages[`${path}.html`] ?? '')
    const address = here(fixture?.address ?? '')
    const {
      state,
      sku: _,
      ...product
    } = JSON.parse(
      here(JSON.stringify(fixture?.own.find((one) => one.sku === sku) ?? {})),
    ) as Expected['own'][number]
    expect(state).toBe('sold_out')
    const put = (body: string) =>
      fetch(address, { method: 'PUT', body, headers: { 'Content-Type': 'text/html' } })
    await fetch(`${new URL(base).origin}/robots.txt`, {
      method: 'PUT',
      body: 'User-agent: *\nAllow: /',
    })
    await put(page)
    const shop = await makeShop({
      origins: [ORIGIN, new URL(base).origin],
      sources: [{ type: 'page' }],
    })
    await shop.subscribe({ sku, product, page: address })

    await poll(shop, 'page')
    expect(await levels()).toEqual([[sku, 0]])
    expect(world.mails).toEqual([])

    await put(page.replaceAll(/OutOfStock|out.of.stock|\boos\b|delivery-soldout/gi, 'InStock'))
    await poll(shop, 'page')
    expect(await levels()).toEqual([[sku, 1]])
    const [mail] = world.mails
    expect(mail?.subject).toBe(`Back in stock: ${item}`)
    expect(mail?.text.match(/(€|SEK)[\d\s.,]+\d/)?.[0].replaceAll(/\s/g, ' ')).toBe(price)
    const followed = await ask(linkIn(mail?.text, 'r'), { redirect: 'manual' })
    expect(followed.headers.get('Location')).toBe(product.url)
  })
})

async function levels() {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return rows.map(({ sku, quantity }) => [sku, quantity])
}
