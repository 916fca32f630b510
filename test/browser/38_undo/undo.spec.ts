/** The shopper takes a request back, right after it was sent: in the widget and in the form without JavaScript. */
import type { Page } from '@playwright/test'
import { pages as en } from '../../../shared/languages/en/pages.ts'
import { expectNoFault, expectSound } from '../axe.ts'
import { WORKER } from '../places.ts'
import { expect, test, type HostShop } from '../shop.ts'
import { NOTIFY, waitingFor } from '../shopper.ts'

const UNDO = { name: en.undo.button }
const UNDONE = { name: en.undo.title }

/** Opens the form, subscribes, and gives the dialog with the thanks and the button. */
async function subscribed(page: Page, shop: HostShop, address: string) {
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(address)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', UNDO)).toBeVisible()
  return dialog
}

test.describe('in the widget', () => {
  test.beforeEach(async ({ shop }) => {
    shop.serve('02_attributes')
    await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0 })
  })

  test('a shopper takes the request back with the keyboard, and a screen reader says so', async ({
    calmPage: page,
    shop,
  }) => {
    const address = shop.address('undo')
    const dialog = await subscribed(page, shop, address)
    await expectNoFault(page)
    expect(await waitingFor(shop, address)).toEqual(['TEE-S'])

    const close = dialog.getByRole('button', { name: 'Close' }).first()
    await expect(close).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(dialog.getByRole('button', UNDO)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('heading', UNDONE)).toBeVisible()
    await expect(dialog.getByRole('status')).toHaveText(en.undo.title)
    await expect(dialog.getByText(en.undo.done)).toBeVisible()
    await expect(dialog.getByRole('button', UNDO)).toHaveCount(0)
    await expect(close).toBeFocused()
    await expectNoFault(page)
    expect(await waitingFor(shop, address)).toEqual([])

    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('button', NOTIFY)).toBeFocused()
    // The person may ask again.
    await subscribed(page, shop, address)
    expect(await waitingFor(shop, address)).toEqual(['TEE-S'])
  })

  test('a shopper who repeats another person’s request cannot remove it', async ({
    calmPage: page,
    shop,
  }) => {
    const address = shop.address('both')
    await subscribed(page, shop, address)
    const dialog = await subscribed(page, shop, address)
    await dialog.getByRole('button', UNDO).click()
    await expect(dialog.getByText(en.undo.done)).toBeVisible()
    expect(await waitingFor(shop, address)).toEqual(['TEE-S'])
  })

  test('a shopper reads that it did not work, and presses again', async ({ page, shop }) => {
    const address = shop.address('offline')
    const dialog = await subscribed(page, shop, address)
    await page.route('**/v1/client/undo', (route) => route.abort())
    await dialog.getByRole('button', UNDO).click()
    await expect(dialog.getByRole('alert')).toContainText('No connection')
    await page.unroute('**/v1/client/undo')
    await dialog.getByRole('button', UNDO).click()
    await expect(dialog.getByRole('heading', UNDONE)).toBeVisible()
    await expect(dialog.getByRole('alert')).toBeEmpty()
    expect(await waitingFor(shop, address)).toEqual([])
  })

  test('a shopper reads the thanks even if the file of the button does not load', async ({
    page,
    shop,
  }) => {
    await page.route('**/undo.js', (route) => route.abort())
    await page.goto(shop.origin)
    await page.getByRole('button', NOTIFY).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Email address').fill(shop.address('thanked'))
    const asked = page.waitForRequest('**/undo.js')
    await page.keyboard.press('Enter')
    await asked
    await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
    await expect(dialog.getByRole('button', UNDO)).toHaveCount(0)
    await expect(dialog.getByRole('alert')).toBeEmpty()
  })
})

test('a shopper takes back everything that was ticked', async ({ calmPage: page, shop }) => {
  shop.serve('26_form')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0, 'TEE-L': 0 })
  const address = shop.address('three')
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Email address')).toBeFocused()
  for (const box of await dialog.locator('fieldset input').all()) await box.check()
  await dialog.getByLabel('Email address').fill(address)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', UNDO)).toBeVisible()
  expect(await waitingFor(shop, address)).toEqual(['TEE-L', 'TEE-M', 'TEE-S'])
  await dialog.getByRole('button', UNDO).click()
  await expect(dialog.getByRole('heading', UNDONE)).toBeVisible()
  expect(await waitingFor(shop, address)).toEqual([])
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a shopper takes the request back', async ({ page, shop }) => {
    shop.serve('25_without-script')
    await shop.setStock({ LAMP: 0 })
    const address = shop.address('plain')
    await page.goto(shop.origin)
    await page.getByRole('link', NOTIFY).click()
    await page.getByLabel('Email address').fill(address)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
    expect(await waitingFor(shop, address)).toEqual(['LAMP'])
    await page.getByRole('button', UNDO).click()
    await expect(page.getByRole('heading', UNDONE)).toBeVisible()
    await expect(page.getByRole('status')).toHaveText(en.undo.done)
    expect(await waitingFor(shop, address)).toEqual([])
  })
})

test('the pages of the form without JavaScript break no rule', async ({ page, shop }) => {
  shop.serve('25_without-script')
  await page.goto(`${WORKER}/notify/${shop.publicKey}?sku=LAMP&locale=en`)
  await page.getByLabel('Email address').fill(shop.address('sound'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', UNDO)).toBeVisible()
  await expectSound(page)
  await page.getByRole('button', UNDO).click()
  await expect(page.getByRole('heading', UNDONE)).toBeVisible()
  await expectSound(page)
})
