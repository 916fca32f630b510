/** The Worker is blocked, broken or does not know the shop, and the page stays as it was. */
import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

/** Loads the page until each request has ended; returns the page's errors and warnings. */
async function load(page: Page, origin: string) {
  const heard = { errors: [] as string[], warnings: [] as string[] }
  page.on('pageerror', ({ message }) => heard.errors.push(message))
  page.on('console', (message) => {
    if (message.type() === 'warning') heard.warnings.push(message.text())
  })
  await page.goto(origin, { waitUntil: 'networkidle' })
  return heard
}

test.beforeEach(({ shop }) => shop.serve('06_twice'))

for (const [state, answer] of [
  ['that answers nothing', undefined],
  ['that breaks', { status: 503 }],
  ['that answers with the page of a network login', { status: 200, body: '<p>Log in</p>' }],
] as const) {
  test(`a page with a Worker ${state} shows no button and no error`, async ({ page, shop }) => {
    await shop.setStock({ LAMP: 0 })
    await page.route('**/v1/client/**', (route) => (answer ? route.fulfill(answer) : route.abort()))
    const { errors, warnings } = await load(page, shop.origin)
    await expect(page.locator('body')).toMatchAriaSnapshot(`
      - main:
        - /children: equal
        - heading "Lamp"
    `)
    expect(errors).toEqual([])
    expect(warnings).toHaveLength(1)
    // Then the Worker answers again.
    await page.unroute('**/v1/client/**')
    await page.reload()
    const address = shop.address(`back${answer?.status}`)
    await subscribe(page, address, { axe: false })
    await restock(shop, 'LAMP', address)
    await expectGone(page)
  })
}

test('a page without any file of the Worker stays as it was', async ({ page, shop }) => {
  await page.route('**/shelfbell*', (route) => route.abort())
  const { errors, warnings } = await load(page, shop.origin)
  await expect(page.getByRole('heading', { name: 'Lamp' })).toBeVisible()
  await expect(page.locator('shelf-bell')).toHaveCount(0)
  expect([...errors, ...warnings]).toEqual([])
})

test('the button can be pressed again after the form’s file failed to load', async ({
  page,
  shop,
}) => {
  await shop.setStock({ LAMP: 0 })
  await page.route('**/form.js', (route) => route.abort())
  const { errors } = await load(page, shop.origin)
  const warned = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.getByRole('button', NOTIFY).click()
  await warned
  await expect(page.getByRole('button', NOTIFY)).toBeEnabled()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(errors).toEqual([])
})

test('a page on an origin that the shop did not list shows no button', async ({ page, shop }) => {
  await shop.setStock({ LAMP: 0 })
  await shop.api('PATCH', '/v1/shop', { origins: ['https://elsewhere.example'] })
  const { errors, warnings } = await load(page, shop.origin)
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(errors).toEqual([])
  expect(warnings).toHaveLength(1)
  await expectRefusal(page)
})

test('a page with the key of no shop shows no button, and its form says why', async ({
  page,
  shop,
}) => {
  shop.serve('06_twice', {}, { SHOP: 'pk_nobody' })
  const answered = page.waitForResponse('**/v1/client/availability*')
  const { errors, warnings } = await load(page, shop.origin)
  expect((await answered).status()).toBe(404)
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(warnings).toHaveLength(1)
  await expectRefusal(page)
  expect(errors).toEqual([])
})

/** If the page itself says that it is sold out, there is a button, and its form explains the fault. */
async function expectRefusal(page: Page) {
  await page.evaluate(() =>
    document.querySelector('#place')?.setAttribute('data-shelfbell-available', 'false'),
  )
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('alert')).toContainText('aren’t set up for this website yet')
  await expect(page.getByLabel('Email address')).toHaveCount(0)
}

test('a cached loader of an old release loads the files of the new one', async ({ page, shop }) => {
  await shop.setStock({ LAMP: 0 })
  await page.route('**/shelfbell.js', async (route) => {
    const now = await route.fetch()
    const body = (await now.text()).replace(/shelfbell\/[\w-]+\//g, 'shelfbell/before/')
    await route.fulfill({ response: now, body })
  })
  const gone = page.waitForEvent('requestfailed', (request) =>
    request.url().includes('/shelfbell/before/ask.js'),
  )
  await page.goto(shop.origin)
  await gone
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
})

test('a page that was open during a release loads the new form', async ({ page, shop }) => {
  await shop.setStock({ LAMP: 0 })
  await page.route('**/shelfbell/*/form.js', (route) => route.abort())
  await page.goto(shop.origin)
  const warned = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.getByRole('button', NOTIFY).click()
  await warned
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
})
