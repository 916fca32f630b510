/** A Magento theme like Luma: swatches in two attributes, and the data in the platform's hands. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY, subscribe } from '../shopper.ts'

test('the button follows the swatches', async ({ calmPage: page, shop }) => {
  shop.serve('12_magento')
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

  await shop.setStock({ 'TEE-BLUE-M': 3 })
  const mail = await mailTo(shop, shop.address('luma'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, Blue / M')
  expect(mail.text).toContain('€19.90')
})

test('the button follows a drop-down', async ({ calmPage: page, shop }) => {
  shop.serve('12_magento')
  await page.goto(`${shop.origin}/selects.html`)
  await page.getByLabel('Size').selectOption('M')
  await expect(page.locator('#product-addtocart-button + shelf-bell')).toHaveCount(1)
  await page.getByLabel('Size').selectOption('S')
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  await page.getByLabel('Size').selectOption('M')
  await subscribe(page, shop.address('select'))
  await shop.setStock({ 'TEE-M': 3 })
  const mail = await mailTo(shop, shop.address('select'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
})

test('a simple product that is sold out has the button where it says so', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('12_magento')
  await page.goto(`${shop.origin}/simple.html`)
  await expect(page.locator('.stock.unavailable + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('simple'))
  await shop.setStock({ MUG: 3 })
  const mail = await mailTo(shop, shop.address('simple'))
  expect(mail.subject).toBe('Back in stock: Mug')
})
