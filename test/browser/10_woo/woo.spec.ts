/** WooCommerce variations, told by jQuery's events; with few of them in the page, and with many. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY, subscribe } from '../shopper.ts'

for (const query of ['', '?many']) {
  test(`the button follows the variation ${query}`, async ({ calmPage: page, shop }) => {
    shop.serve('10_woo')
    const address = shop.address(`woo${query.length}`)
    const ready = page.waitForResponse('**/woo.js')
    await page.goto(shop.origin + query)
    await ready
    const size = page.getByLabel('Size')
    await size.selectOption('Medium')
    await expect(page.locator('.single_add_to_cart_button + shelf-bell')).toHaveCount(1)
    await subscribe(page, address)
    await size.selectOption('Choose an option')
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
    await size.selectOption('Medium')
    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    await size.selectOption('Small')
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)

    await shop.setStock({ 'TEE-M': 3 })
    const mail = await mailTo(shop, address)
    expect(mail.subject).toBe('Back in stock: Harbour tee, Medium')
    expect(mail.text).toContain('€19.90')
  })
}

test('with `data-any`, all that is sold out can be asked for, whatever is chosen', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('10_woo')
  await page.goto(`${shop.origin}/?any`)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await page.getByLabel('Size').selectOption('Small')
  await page.getByRole('button', NOTIFY).click()
  const choice = page.getByRole('group', { name: 'Choose one or more variants' })
  await expect(choice.locator('label')).toHaveText(['Medium', 'Large'])
  await choice.getByLabel('Medium').uncheck()
  await choice.getByLabel('Large').check()
  await page.getByLabel('E-mail address').fill(shop.address('any'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
  await shop.setStock({ 'TEE-L': 3 })
  const mail = await mailTo(shop, shop.address('any'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, Large')
})

test('a simple product that is sold out has the button where it says so', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('10_woo')
  await page.goto(`${shop.origin}/simple.html`)
  await expect(page.locator('.out-of-stock + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('simple'))
  await shop.setStock({ MUG: 3 })
  const mail = await mailTo(shop, shop.address('simple'))
  expect(mail.subject).toBe('Back in stock: Mug')
})
