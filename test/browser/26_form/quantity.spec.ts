/** The wanted quantity, if the shop asks for it. */
import { expect, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'

test.beforeEach(async ({ shop }) => {
  shop.serve('02_attributes')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0 })
})

test('the form sends no quantity if the shop does not ask for it', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  await page.getByLabel('Email address').fill(shop.address('one'))
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveCount(0)
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await page.keyboard.press('Enter')
  expect((await sent).postDataJSON()).not.toHaveProperty('quantity')
  await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
})

test('the form sends a quantity of one by default, and at most the shop’s maximum', async ({
  calmPage: page,
  shop,
}) => {
  await shop.api('PATCH', '/v1/shop', { maxQuantity: 3 })
  await page.goto(shop.origin)
  const ask = async (name: string, count?: string) => {
    await page.getByRole('button', NOTIFY).click()
    await page.getByLabel('Email address').fill(shop.address(name))
    const many = page.getByLabel('How many would you like?')
    await expect(many.getByRole('option')).toHaveText(['1', '2', '3'])
    if (count) await many.selectOption(count)
    const sent = page.waitForRequest('**/v1/client/subscriptions')
    await page.getByLabel('Email address').press('Enter')
    const { quantity } = (await sent).postDataJSON() as { quantity: number }
    await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
    await page.keyboard.press('Escape')
    return quantity
  }
  expect(await ask('first')).toBe(1)
  expect(await ask('second', '3')).toBe(3)
})

test('the quantities are written in the digits of the language', async ({
  calmPage: page,
  shop,
}) => {
  await shop.api('PATCH', '/v1/shop', { maxQuantity: 3 })
  await page.goto(shop.origin)
  await page.evaluate(() => {
    document.documentElement.lang = 'ar-EG'
    window.Shelfbell?.refresh()
  })
  await page.getByRole('button').first().click()
  await expect(page.getByRole('dialog').getByRole('option')).toHaveText(['١', '٢', '٣'])
})
