/** A shop whose service worker handles every request, and answers itself while offline. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(async ({ calmPage: page, shop }) => {
  shop.serve('37_service-worker')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  await page.reload()
})

test('the widget works through a service worker', async ({ calmPage: page, shop }) => {
  await subscribe(page, shop.address('home'))
  await restock(shop, 'LAMP', shop.address('home'))
  await expectGone(page)
})

test('the form does not take a service worker’s offline page for the Worker’s answer', async ({
  calmPage: page,
  context,
  shop,
}) => {
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(shop.address('tunnel'))
  await context.setOffline(true)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('Try again in a moment')
  await context.setOffline(false)
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await restock(shop, 'LAMP', shop.address('tunnel'))
})
