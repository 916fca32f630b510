/** The ES module: its events and its functions. */
import type { Page } from '@playwright/test'
import { form as en } from '../../../shared/languages/en/form.ts'
import { expect, test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

const heard = (page: Page) => page.evaluate('heard') as Promise<[string, string, object][]>

test.beforeEach(async ({ shop, page }) => {
  shop.serve('24_developers')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await expect(page.getByRole('button', { name: 'Wake me up' })).toBeVisible()
})

test('the widget’s events report what happens, without personal data', async ({
  calmPage: page,
  shop,
}) => {
  await page.getByRole('button', { name: 'Wake me up' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await dialog.getByLabel('Email address').fill(shop.address('events'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
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

test('a button mounted by the module works like any other', async ({ calmPage: page, shop }) => {
  await subscribe(page, shop.address('module'), { words: { ...en, button: 'Wake me up' } })
  const mail = await restock(shop, 'LAMP', shop.address('module'))
  expect(mail.subject).toBe('Back in stock: Lamp')
  await expectGone(page)
})

test('a page can open the form for any product, close it, or prevent it from opening', async ({
  calmPage: page,
}) => {
  expect(await page.evaluate('mine === window.Shelfbell')).toBe(true)
  const dialog = page.getByRole('dialog')
  await page.evaluate(() => window.Shelfbell?.open({ sku: 'VASE', title: 'Vase' }))
  await expect(dialog.getByText('Vase')).toBeVisible()
  await page.evaluate(() => window.Shelfbell?.close())
  await expect(dialog).toBeHidden()
  await page.evaluate(() => window.Shelfbell?.open())
  await expect(dialog.getByLabel('Email address')).toBeFocused()
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

test('the module works in a bundle, and loads its files from the Worker', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/bundled.html`)
  await subscribe(page, shop.address('bundled'))
  await restock(shop, 'LAMP', shop.address('bundled'))
  await expectGone(page)
})

test('a page can show an error itself, and the form continues', async ({
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
  await dialog.getByLabel('Email address').fill(shop.address('silent'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle('failed')
  await expect(dialog.getByRole('alert')).toBeEmpty()

  await page.unroute('**/v1/client/subscriptions')
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
})

test('a second form replaces an open one', async ({ calmPage: page }) => {
  const dialog = page.getByRole('dialog')
  await page.evaluate(() => window.Shelfbell?.open({ sku: 'VASE', title: 'Vase' }))
  await expect(dialog.getByText('Vase')).toBeVisible()
  await page.evaluate(() => window.Shelfbell?.open({ sku: 'BOWL', title: 'Bowl' }))
  await expect(dialog.getByText('Bowl')).toBeVisible()
  await expect(page.locator('[part=dialog]')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.locator('[part=dialog]')).toHaveCount(0)
})
