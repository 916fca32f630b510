/** The Worker is blocked, broken or does not know the shop: the page never notices. */
import { expect, test } from '../shop.ts'

const NOTIFY = { name: 'Notify me when available' }

test('without an answer about stock there is no button, and no error', async ({ page, shop }) => {
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  shop.serve('06_twice')
  await page.route('**/v1/client/availability*', (route) => route.fulfill({ status: 503 }))
  const answered = page.waitForResponse('**/v1/client/availability*')
  await page.goto(shop.origin)
  await answered
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(errors).toEqual([])
})

test('without the form’s file the button comes back and may be pressed again', async ({
  page,
  shop,
}) => {
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await page.route('**/form.js', (route) => route.abort())
  await page.goto(shop.origin)
  const warned = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.getByRole('button', NOTIFY).click()
  await warned
  await expect(page.getByRole('button', NOTIFY)).toBeEnabled()
  expect(errors).toEqual([])
})

test('a page of an origin that the shop did not list shows nothing', async ({ page, shop }) => {
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await shop.api('PATCH', '/v1/shop', { origins: ['https://elsewhere.example'] })
  const refused = page.waitForEvent('requestfailed', (request) =>
    request.url().includes('/v1/client/availability'),
  )
  await page.goto(shop.origin)
  await refused
  await expect(page.getByRole('button')).toHaveCount(0)
  expect(errors).toEqual([])
})

test('a loader that was kept over a new release finds the newer files', async ({ page, shop }) => {
  shop.serve('06_twice')
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
  shop.serve('06_twice')
  await shop.setStock({ LAMP: 0 })
  await page.route('**/shelfbell/*/form.js', (route) => route.abort())
  await page.goto(shop.origin)
  const warned = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.getByRole('button', NOTIFY).click()
  await warned
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
})
