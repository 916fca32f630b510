/** The ES module, what the page is told, and what it may call. */
import type { Page } from '@playwright/test'
import { en } from '../../../widget/texts/en.ts'
import { expect, test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

const heard = (page: Page) => page.evaluate('heard') as Promise<[string, string, object][]>

test.beforeEach(async ({ shop, page }) => {
  shop.serve('24_developers')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await expect(page.getByRole('button', { name: 'Wake me up' })).toBeVisible()
})

test('the page hears what happens, and nothing about the person', async ({
  calmPage: page,
  shop,
}) => {
  await page.getByRole('button', { name: 'Wake me up' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await dialog.getByLabel('E-mail address').fill(shop.address('events'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
  const told = [
    ['open', 'shelf-bell', { sku: 'LAMP' }],
    ['error', 'shelf-bell', { sku: 'LAMP', code: 'email_missing' }],
    ['subscribed', 'shelf-bell', { sku: 'LAMP', channels: ['email'] }],
  ]
  expect(await heard(page)).toEqual(told)
  expect(await page.evaluate('dataLayer')).toEqual(
    told.map(([name, , detail]) => ({ event: `shelfbell:${name}`, shelfbell: detail })),
  )
  await page.evaluate(() => window.Shelfbell?.close())
  await expect(dialog).toBeHidden()
})

test('a button that a module has put there is like any other', async ({ calmPage: page, shop }) => {
  await subscribe(page, shop.address('module'), { words: { ...en, button: 'Wake me up' } })
  const mail = await restock(shop, 'LAMP', shop.address('module'))
  expect(mail.subject).toBe('Back in stock: Lamp')
  await expectGone(page)
})

test('the page may open the form itself, for any product, or keep it closed', async ({
  calmPage: page,
}) => {
  expect(await page.evaluate('mine === window.Shelfbell')).toBe(true)
  const dialog = page.getByRole('dialog')
  await page.evaluate(() => window.Shelfbell?.open({ sku: 'VASE', title: 'Vase' }))
  await expect(dialog.getByText('Vase')).toBeVisible()
  await page.evaluate(() => window.Shelfbell?.close())
  await expect(dialog).toBeHidden()
  await page.evaluate(() => window.Shelfbell?.open())
  await expect(dialog.getByLabel('E-mail address')).toBeFocused()
  await page.evaluate(() => window.Shelfbell?.close())

  await page.evaluate(() => {
    document.addEventListener('shelfbell:open', (event) => event.preventDefault())
  })
  await page.getByRole('button', { name: 'Wake me up' }).click()
  await expect(page.getByRole('button', { name: 'Wake me up' })).not.toHaveAttribute(
    'aria-disabled',
    /.*/,
  )
  expect((await heard(page)).map(([name]) => name)).toEqual(['open', 'open', 'open'])
  await expect(dialog).toHaveCount(0)
})

test('a bundler takes the module, and its files come from the Worker', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/bundled.html`)
  await subscribe(page, shop.address('bundled'))
  await restock(shop, 'LAMP', shop.address('bundled'))
  await expectGone(page)
})

test('a page may say itself what went wrong, and the form goes on', async ({
  calmPage: page,
  shop,
}) => {
  await page.route('**/v1/client/subscriptions', (route) =>
    route.fulfill({ status: 200, body: '<p>Sign in</p>' }),
  )
  await page.evaluate(() =>
    document.addEventListener('shelfbell:error', (event) => {
      event.preventDefault()
      document.title = (event as CustomEvent<{ code: string }>).detail.code
    }),
  )
  await page.getByRole('button', { name: 'Wake me up' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill(shop.address('silent'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle('failed')
  await expect(dialog.getByRole('alert')).toBeEmpty()

  await page.unroute('**/v1/client/subscriptions')
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
})

test('a form that is opened over another one takes its place', async ({ calmPage: page }) => {
  const dialog = page.getByRole('dialog')
  await page.evaluate(() => window.Shelfbell?.open({ sku: 'VASE', title: 'Vase' }))
  await expect(dialog.getByText('Vase')).toBeVisible()
  await page.evaluate(() => window.Shelfbell?.open({ sku: 'BOWL', title: 'Bowl' }))
  await expect(dialog.getByText('Bowl')).toBeVisible()
  await expect(page.locator('[part=dialog]')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.locator('[part=dialog]')).toHaveCount(0)
})
