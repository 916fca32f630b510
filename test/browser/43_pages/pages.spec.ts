/**
 * The corpus of product pages in Chromium. test/unit/corpus.test.ts asserts the same answers of the Worker.
 * All pages are read in one tab by the built file; some are then used by a shopper, with the whole widget.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Page } from '@playwright/test'
import type { StructuredModule } from '../../../widget/contract.ts'
import { localeIn } from '../../../shared/locale.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import type { Variant } from '../../fixtures/pages.ts'
import { corpus } from './corpus.ts'

const SHOP = 'https://acme.example'
const READER = '/structured.js'

test('the widget reads each page of the corpus as the Worker does', async ({ page }) => {
  const script = await (await fetch(`${WORKER}/shelfbell-latest${READER}`)).text()
  await page.route('**/*', (route) => {
    if (route.request().isNavigationRequest()) return route.fulfill({ contentType: 'text/html' })
    return route.request().url().endsWith(READER)
      ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script })
      : route.abort()
  })
  const pages = [...corpus.values()].map(({ name, address, html }) => ({ name, address, html }))
  const answers: Record<string, unknown> = {}
  for (const [origin, some] of Map.groupBy(pages, ({ address }) => new URL(address).origin)) {
    await page.goto(origin)
    Object.assign(answers, await page.evaluate(readAll, { some, reader: READER }))
  }
  const wrong = [...corpus.values()].filter(
    ({ name, own }) => !isDeepStrictEqual(answers[name], own),
  )
  // Only these, so that a failure can be read.
  const of = (one: (each: (typeof wrong)[number]) => unknown) =>
    Object.fromEntries(wrong.map((each) => [each.name, one(each)]))
  expect(of(({ name }) => answers[name])).toEqual(of(({ own }) => own))
})

/** In the browser: writes one page after the other into the document, and reads each. */
async function readAll({ some, reader }: { some: Written[]; reader: string }) {
  const { variants } = (await import(reader)) as StructuredModule
  const read = ({ name, address, html }: Written) => {
    history.replaceState(null, '', address)
    document.open()
    // The parser of a page that loads: `innerHTML` would read `noscript` in another way.
    document.write(html)
    document.close()
    const own = variants().map(({ sku, soldOut, oversold, known }) => {
      const state = oversold ? 'oversold' : soldOut ? 'sold_out' : soldOut === false && 'in_stock'
      return { sku, ...(state && { state }), ...known }
    })
    // Without properties that are undefined.
    return [name, JSON.parse(JSON.stringify(own))] as const
  }
  return Object.fromEntries(some.map(read))
}

interface Written {
  name: string
  address: string
  html: string
}

/** Pages that a shopper uses, with the sku that is sold out. */
const USED = [
  ['platforms/shopify-dawn', 'MUG-1'],
  ['platforms/woocommerce-yoast', 'MUG-1'],
  ['platforms/magento-hyva', 'MUG-1'],
  ['platforms/bigcommerce-cornerstone', 'MUG-1'],
  ['platforms/shopware-6', 'SW10042'],
  ['open-graph/sold-out', 'MUG-1'],
  ['addresses/query', 'MUG-1'],
  ['identity/mpn', '925872'],
  ['names/encoded-twice', 'MUG-1'],
  ['refused/long-picture-address', 'MUG-1'],
  ['languages/underscores', 'MUG-1'],
  ['languages/template', 'MUG-1'],
  ['languages/nynorsk', 'MUG-1'],
] as const

test('what a shopper requests on a page is what the corpus says of it', async ({
  calmPage: page,
  shop,
}) => {
  // Thirteen pages, one after the other.
  test.slow()
  // JSON may have its slashes escaped.
  const escaped = (text: string) => text.replaceAll('/', '\\/')
  const here = (text: string) =>
    text.replaceAll(SHOP, shop.origin).replaceAll(escaped(SHOP), escaped(shop.origin))
  const tag = `<script async src="${WORKER}/shelfbell.js" data-shop="${shop.publicKey}"></script>`
  await page.route(/\.example\//, (route) => route.fulfill({ status: 204 }))
  await page.route(`${shop.origin}/**`, (route) =>
    route.request().isNavigationRequest()
      ? route.continue({ url: shop.origin })
      : route.fulfill({ status: 204 }),
  )
  for (const [name, sku] of USED) {
    const fixture = corpus.get(name)
    if (!fixture) throw new Error(name)
    shop.serve('43_pages', {}, { PAGE: here(fixture.html).replace('</body>', `${tag}</body>`) })
    await page.goto(here(fixture.address))
    const request = await requested(page, shop.address(name.replace('/', '-')))
    const own = fixture.own.find((one) => one.sku === sku)
    const { state, ...expected } = JSON.parse(here(JSON.stringify(own))) as Variant
    expect({ name, state, sku: request.sku, ...request.product }).toEqual({
      name,
      state: 'sold_out',
      ...expected,
    })
    if (fixture.locale === undefined) continue
    // As the Worker reads it; without one it takes the shop's.
    expect([name, localeIn(request.locale) ?? null]).toEqual([name, fixture.locale])
  }
})

/** Presses the button, sends an address, and returns what the widget requested. */
async function requested(page: Page, address: string) {
  await page.locator('shelf-bell button').first().click()
  const dialog = page.getByRole('dialog')
  const field = dialog.locator('input[type=email]')
  await field.fill(address)
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().endsWith('/v1/client/subscriptions')),
    field.press('Enter'),
  ])
  expect((await request.response())?.status()).toBe(202)
  return request.postDataJSON() as { sku: string; product: object; locale: string }
}
