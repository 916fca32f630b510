/**
 * A page that is rendered on the server and hydrated by React later. React objects to foreign elements
 * between its own.
 */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { bundle, type Flavour } from '../files.ts'
import { WORKER } from '../places.ts'
import { expect, type HostShop, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

/** The HTML that the shop's server renders. */
async function markup(way: string): Promise<string> {
  const code = await bundle(join(import.meta.dirname, 'server.tsx'), 'production')
  const server = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    markup(way: string): string
  }
  return server.markup(way)
}

/** Loads the page, with the script tag unless it starts the widget itself. */
async function load(page: Page, shop: HostShop, FLAVOUR: Flavour, WAY: string) {
  const TAG = WAY === 'effect' ? 'data:text/javascript,' : `${WORKER}/shelfbell.js`
  shop.serve('36_hydration', {}, { FLAVOUR, WAY, TAG, MARKUP: await markup(WAY) })
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
}

const hydrate = (page: Page) => page.evaluate('hydrate()')

/** Expects that the page responds: React has hydrated it. */
async function expectAlive(page: Page) {
  await page.getByRole('button', { name: 'Pressed 0 times' }).click()
  await expect(page.getByRole('button', { name: 'Pressed 1 times' })).toBeVisible()
}

for (const flavour of ['production', 'development'] as const) {
  test(`React accepts a button in the page’s own <shelf-bell>, ${flavour}`, async ({
    calmPage: page,
    shop,
  }) => {
    await load(page, shop, flavour, 'element')
    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    const heading = await page.getByRole('heading').elementHandle()
    await hydrate(page)
    await expectAlive(page)
    expect(await heading?.evaluate((element) => element.isConnected)).toBe(true)
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(1)
    await subscribe(page, shop.address(flavour), { axe: flavour === 'production' })
    await restock(shop, 'LAMP', shop.address(flavour))
    await expectGone(page)
    await hydrate(page)
    await expectAlive(page)
  })

  test(`React accepts a widget that an effect starts, ${flavour}`, async ({
    calmPage: page,
    shop,
  }) => {
    await load(page, shop, flavour, 'effect')
    await hydrate(page)
    await expect(page.locator('#price + shelf-bell')).toHaveCount(1)
    await expectAlive(page)
    await subscribe(page, shop.address(flavour), { axe: flavour === 'production' })
    const mail = await restock(shop, 'LAMP', shop.address(flavour))
    expect(mail.subject).toBe('Back in stock: Lamp')
  })
}

test('a button between React’s elements before hydration causes one error, and stays', async ({
  page,
  shop,
}) => {
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await load(page, shop, 'production', 'script')
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  const heading = await page.getByRole('heading').elementHandle()
  await hydrate(page)
  await expectAlive(page)
  // React has rendered the page again, and the widget has found its place in it.
  expect(await heading?.evaluate((element) => element.isConnected)).toBe(false)
  expect(errors).toEqual([expect.stringContaining('Minified React error #418')])
  await expect(page.locator('#price + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('soon'), { axe: false })
  await restock(shop, 'LAMP', shop.address('soon'))
})
