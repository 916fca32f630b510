/** A page with several sold-out sizes, of which a shopper can request several at once. */
import type { Page } from '@playwright/test'
import { expectNoFault } from '../axe.ts'
import { expect, test, type HostShop } from '../shop.ts'
import { expectGone, mailTo, NOTIFY, waitingFor } from '../shopper.ts'

/** Opens the form with M chosen on the page, and records the widget's events. */
async function openForm(page: Page, shop: HostShop) {
  shop.serve('26_form')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0, 'TEE-L': 0 })
  await page.goto(`${shop.origin}/?size=M`)
  await page.evaluate('dataLayer = []')
  const posted: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') posted.push(request.postDataJSON().sku)
  })
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(shop.address('sizes'))
  return {
    dialog,
    posted,
    size: (name: string) => dialog.getByRole('checkbox', { name, exact: true }),
    press: () => dialog.getByRole('button', { name: 'Notify me', exact: true }).click(),
    heard: () =>
      page.evaluate(() => {
        const layer = Reflect.get(window, 'dataLayer') as { event: string; shelfbell: object }[]
        return layer.map(({ event, shelfbell }) => ({ event, ...shelfbell })).slice(1)
      }),
  }
}

test('the form ticks the page’s chosen size, and requests each ticked size', async ({
  calmPage: page,
  shop,
}) => {
  const { dialog, posted, size, press, heard } = await openForm(page, shop)
  await expect(dialog.getByRole('checkbox')).toHaveCount(4)
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(1)
  await expect(size('M')).toBeChecked()
  await expectNoFault(page)

  await size('M').uncheck()
  await press()
  await expect(size('S')).toBeFocused()
  await expect(size('S')).toHaveAccessibleDescription('Choose at least one option.')
  expect(posted).toEqual([])

  await size('L').focus()
  await page.keyboard.press('Space')
  await size('S').check()
  await press()
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await expect(dialog).toContainText('S, L')
  expect(posted).toEqual(['TEE-S', 'TEE-L'])
  expect((await heard()).slice(1)).toEqual([
    { event: 'shelfbell:subscribed', sku: 'TEE-S', channels: ['email'] },
    { event: 'shelfbell:subscribed', sku: 'TEE-L', channels: ['email'] },
  ])
  expect(await waitingFor(shop, shop.address('sizes'))).toEqual(['TEE-L', 'TEE-S'])
  await shop.setStock({ 'TEE-M': 1, 'TEE-L': 1 })
  expect((await mailTo(shop, shop.address('sizes'))).subject).toBe('Back in stock: Tee, L')
  expect(await waitingFor(shop, shop.address('sizes'))).toEqual(['TEE-S'])
  await page.reload()
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await shop.setStock({ 'TEE-S': 1 })
  await expectGone(page)
})

test('the form says which size is back in stock, and requests the others', async ({
  page,
  shop,
}) => {
  const { dialog, posted, size, press, heard } = await openForm(page, shop)
  await shop.setStock({ 'TEE-M': 2 })
  await size('S').check()
  await press()
  await expect(size('M')).toBeFocused()
  await expect(size('M')).toHaveAccessibleDescription(/it’s back in stock now/)
  await expect(size('M')).not.toBeChecked()
  await expect(size('S')).toHaveAccessibleDescription('You’re on the list')
  await expect(size('S')).toBeDisabled()
  await expectNoFault(page)
  expect(await heard()).toEqual([
    { event: 'shelfbell:subscribed', sku: 'TEE-S', channels: ['email'] },
    { event: 'shelfbell:error', sku: 'TEE-M', code: 'in_stock' },
  ])
  await size('L').check()
  await press()
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await expect(dialog).toContainText('S, L')
  expect(posted).toEqual(['TEE-S', 'TEE-M', 'TEE-L'])
})

test('after a lost connection the next press requests only what is left, or all for another address', async ({
  page,
  shop,
}) => {
  const { dialog, posted, size, press } = await openForm(page, shop)
  await size('S').check()
  await page.route('**/v1/client/subscriptions', (route) =>
    route.request().postDataJSON().sku === 'TEE-M' ? route.abort() : route.continue(),
  )
  await press()
  await expect(dialog.getByRole('alert')).toContainText('No connection')
  await expect(size('S')).toHaveAccessibleDescription('You’re on the list')
  await press()
  await expect(dialog.getByRole('alert')).toContainText('No connection')
  expect(posted).toEqual(['TEE-S', 'TEE-M', 'TEE-M'])

  await page.unroute('**/v1/client/subscriptions')
  await dialog.getByLabel('Email address').fill(shop.address('other'))
  await expect(size('S')).toBeEnabled()
  await press()
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  expect(posted).toEqual(['TEE-S', 'TEE-M', 'TEE-M', 'TEE-S', 'TEE-M'])
})
