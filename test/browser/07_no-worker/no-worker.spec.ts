/** The Worker is blocked, broken or does not know the shop: the page never notices. */
import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

/** Loads the page until all that it asks for has come or failed; gives back what it heard of that. */
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
  ['that answers with a page of somebody else’s', { status: 200, body: '<p>Log in</p>' }],
] as const) {
  test(`with a Worker ${state}, the shopper sees the page as if it had no button`, async ({
    page,
    shop,
  }) => {
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
    // And when it answers again:
    await page.unroute('**/v1/client/**')
    await page.reload()
    const address = shop.address(`back${answer?.status}`)
    await subscribe(page, address, { axe: false })
    await restock(shop, 'LAMP', address)
    await expectGone(page)
  })
}

test('without any file of the Worker, the page is as it was', async ({ page, shop }) => {
  await page.route('**/shelfbell*', (route) => route.abort())
  const { errors, warnings } = await load(page, shop.origin)
  await expect(page.getByRole('heading', { name: 'Lamp' })).toBeVisible()
  await expect(page.locator('shelf-bell')).toHaveCount(0)
  expect([...errors, ...warnings]).toEqual([])
})

test('without the form’s file the button comes back and may be pressed again', async ({
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

test('a page of an origin that the shop did not list shows nothing', async ({ page, shop }) => {
  await shop.setStock({ LAMP: 0 })
  await shop.api('PATCH', '/v1/shop', { origins: ['https://elsewhere.example'] })
  const { errors, warnings } = await load(page, shop.origin)
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(errors).toEqual([])
  expect(warnings).toHaveLength(1)
  await expectRefusal(page)
})

test('with the key of no shop, the page never notices, and who asks is told', async ({
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

/** A page that says itself that it is sold out has a button all the same, which says what is the matter. */
async function expectRefusal(page: Page) {
  await page.evaluate(() =>
    document.querySelector('#place')?.setAttribute('data-shelfbell-available', 'false'),
  )
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('alert')).toContainText('not set up for this website yet')
  await expect(page.getByLabel('E-mail address')).toHaveCount(0)
}

test('a loader that was kept over a new release finds the newer files', async ({ page, shop }) => {
  await shop.setStock({ LAMP: 0 })
  await page.route('**/shelfbell.js', async (route) => {
    const now = await route.fetch()
    const body = (await now.text()).replace(/shelfbell\/[\w-]+\//g, 'shelfbell/before/')
    await route.fulfill({ response: now, body })
  })
  const gone = page.waitForEvent('requestfailed', (request) =>
    request.url().includes('/shelfbell/before/button.js'),
  )
  await page.goto(shop.origin)
  await gone
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
})

test('a page that was open over a new release finds the newer form', async ({ page, shop }) => {
  await shop.setStock({ LAMP: 0 })
  await page.route('**/shelfbell/*/form.js', (route) => route.abort())
  await page.goto(shop.origin)
  const warned = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.getByRole('button', NOTIFY).click()
  await warned
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
})
