/** A Magento theme like Luma: swatches for two attributes, and data only in the platform's scripts. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(({ shop }) => shop.serve('12_magento'))

test('the button follows the swatches', async ({ calmPage: page, shop }) => {
  await shop.setStock({ 'TEE-BLUE-S': 4, 'TEE-RED-M': 4 })
  const ready = page.waitForResponse('**/magento.js')
  await page.goto(`${shop.origin}/tee`)
  await ready
  const swatch = (name: string) => page.locator('.swatch-option', { hasText: name })
  await swatch('Blue').click()
  await swatch('M').click()
  await expect(page.locator('#product-addtocart-button + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('luma'))
  await swatch('S').click()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  await swatch('M').click()
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await swatch('Red').click()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)

  const mail = await restock(shop, 'TEE-BLUE-M', shop.address('luma'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, Blue / M')
  expect(mail.text).toContain('€19.90')
  await expectGone(page)
  await swatch('S').click()
  await swatch('Red').click()
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await swatch('M').click()
  await swatch('Blue').click()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})

test('the button follows a drop-down', async ({ calmPage: page, shop }) => {
  await shop.setStock({ 'TEE-S': 4 })
  await page.goto(`${shop.origin}/selects.html`)
  const size = page.getByLabel('Size')
  const button = page.getByRole('button', NOTIFY)
  await size.selectOption('M')
  await expect(page.locator('#product-addtocart-button + shelf-bell')).toHaveCount(1)
  await size.selectOption('S')
  await expect(button).toHaveCount(0)
  await size.selectOption('M')
  await subscribe(page, shop.address('select'))
  const mail = await restock(shop, 'TEE-M', shop.address('select'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  await expectGone(page)
  await size.selectOption('L')
  await expect(button).toBeVisible()
  await size.selectOption('M')
  await expect(button).toHaveCount(0)
})

test('the button of a sold-out simple product is beside the stock notice', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/simple.html`)
  await expect(page.locator('.stock.unavailable + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('simple'))
  const mail = await restock(shop, 'MUG', shop.address('simple'))
  expect(mail.subject).toBe('Back in stock: Mug')
  await expectGone(page)
})
