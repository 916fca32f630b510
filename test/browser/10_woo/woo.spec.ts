/** WooCommerce variations with the real jQuery's events, with few and with many variations in the page. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(async ({ shop }) => {
  shop.serve('10_woo')
  await shop.setStock({ 'TEE-S': 4 })
})

for (const query of ['', '?many']) {
  test(`the button follows the variation ${query}`, async ({ calmPage: page, shop }) => {
    const address = shop.address(`woo${query.length}`)
    const ready = page.waitForResponse('**/woo.js')
    await page.goto(shop.origin + query)
    await ready
    const size = page.getByLabel('Size')
    const button = page.getByRole('button', NOTIFY)
    await size.selectOption('Medium')
    await expect(page.locator('.single_add_to_cart_button + shelf-bell')).toHaveCount(1)
    await subscribe(page, address, { axe: !query })
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect(button).toHaveCount(0)
    await size.selectOption('Medium')
    await expect(button).toBeVisible()
    await size.selectOption('Small')
    await expect(button).toHaveCount(0)

    const mail = await restock(shop, 'TEE-M', address)
    expect(mail.subject).toBe('Back in stock: Harbour tee, Medium')
    expect(mail.text).toContain('€19.90')
    expect(mail.leadsTo).toBe(`${shop.origin}/?attribute_pa_size=m`)
    await expectGone(page)
    await size.selectOption('Large')
    await expect(button).toBeVisible()
    await size.selectOption('Medium')
    await expect(button).toHaveCount(0)
  })
}

test('the button follows the choice in the block Add to Cart + Options', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/block.html`)
  await page.waitForFunction(() => 'Shelfbell' in window)
  await page.getByRole('radio', { name: 'Medium' }).click()
  await expect(page.locator('.add_to_cart_button + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('block'), { axe: false })
  await page.getByRole('radio', { name: 'Small' }).click()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  const mail = await restock(shop, 'TEE-M', shop.address('block'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, Medium')
  expect(mail.text).toContain('€19.90')
  expect(mail.leadsTo).toBe(`${shop.origin}/block.html?attribute_pa_size=m`)
})

test('a removed widget stops listening, and the shop’s own script still works', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(shop.origin)
  const size = page.getByLabel('Size')
  await size.selectOption('Medium')
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  const heard = () =>
    page.evaluate(
      'Object.values(jQuery._data($form[0], "events")).flat().map(({ namespace }) => namespace)',
    )
  expect(await heard()).toContain('shelfbell')
  await page.evaluate(() => window.Shelfbell?.destroy())
  expect(await heard()).not.toContain('shelfbell')
  await size.selectOption('Large')
  await expect(page.locator('[name="variation_id"]')).toHaveValue('73')
  await page.evaluate(() => window.Shelfbell?.refresh())
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  expect(await heard()).toContain('shelfbell')
})

test('with `data-any` the form offers every sold-out variant, whatever is chosen', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/?any`)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await page.getByLabel('Size').selectOption('Small')
  await page.getByRole('button', NOTIFY).click()
  const choice = page.getByRole('group', { name: 'Choose one or more options' })
  await expect(choice.locator('label')).toHaveText(['Medium', 'Large'])
  await choice.getByLabel('Medium').uncheck()
  await choice.getByLabel('Large').check()
  await page.getByLabel('Email address').fill(shop.address('any'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  const mail = await restock(shop, 'TEE-L', shop.address('any'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, Large')
  await shop.setStock({ 'TEE-M': 1 })
  await expectGone(page)
})

test('the button of a sold-out simple product is beside the stock notice', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/simple.html`)
  await expect(page.locator('.out-of-stock + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('simple'))
  const mail = await restock(shop, 'MUG', shop.address('simple'))
  expect(mail.subject).toBe('Back in stock: Mug')
  await expectGone(page)
})
