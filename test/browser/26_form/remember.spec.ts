/** The shopper's contact details are stored on the device only while the shopper wants it. */
import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'

const BOX = { name: 'Remember my contact details on this device' }

/** Everything that a page can store on a device within its own origin. */
const kept = async (page: Page) => ({
  local: await page.evaluate(() => ({ ...localStorage })),
  session: await page.evaluate(() => ({ ...sessionStorage })),
  databases: await page.evaluate(async () => [await indexedDB.databases(), await caches.keys()]),
  cookies: await page.context().cookies(),
})
const NOTHING = { local: {}, session: {}, databases: [[], []], cookies: [] }

test('the form stores an address only if the box is ticked, and deletes it when unticked', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('02_attributes')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0 })
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('Email address')
  const box = dialog.getByRole('checkbox', BOX)
  const open = async () => {
    await page.goto(shop.origin)
    await page.getByRole('button', NOTIFY).click()
    await expect(field).toBeFocused()
  }
  const send = async () => {
    await field.press('Enter')
    await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  }

  await open()
  await expect(box).not.toBeChecked()
  await field.fill(shop.address('shy'))
  await send()
  expect(await kept(page)).toEqual(NOTHING)

  await open()
  await expect(field).toHaveValue('')
  await field.fill(shop.address('known'))
  await box.check()
  expect(await kept(page)).toEqual(NOTHING)
  await send()
  const { local, ...others } = await kept(page)
  expect({ local: {}, ...others }).toEqual(NOTHING)
  expect(Object.keys(local)).toEqual(['shelfbell'])

  await open()
  await expect(field).toHaveValue(shop.address('known'))
  await expect(box).toBeChecked()
  await box.focus()
  await page.keyboard.press('Space')
  expect(await kept(page)).toEqual(NOTHING)
  await send()
  expect(await kept(page)).toEqual(NOTHING)

  await open()
  await expect(field).toHaveValue('')
  await expect(box).not.toBeChecked()
})

test('the form works without storage when the box is ticked', async ({ calmPage: page, shop }) => {
  shop.serve('21_no-storage')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(shop.address('denied'))
  await dialog.getByRole('checkbox', BOX).check()
  await dialog.getByRole('checkbox', BOX).uncheck()
  await dialog.getByRole('checkbox', BOX).check()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
})
