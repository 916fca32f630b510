/** A Shopify theme like Dawn: an event bus of its own, and only the chosen variant in the page. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(async ({ shop }) => {
  shop.serve('08_shopify-dawn')
  await shop.setStock({ 'TEE-S': 4 })
})

test('the button follows the variant, and the shopper is notified about it', async ({
  calmPage: page,
  shop,
}) => {
  const asked = askedOf(page, WORKER)
  const ready = page.waitForResponse('**/shopify.js')
  await page.goto(`${shop.origin}/products/tee`)
  await ready
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeVisible()
  expect(asked).toEqual(['/shelfbell.js', '/shopify.js'])

  const size = page.getByLabel('Size')
  await size.selectOption('M')
  await expect(page.locator('[name="add"] + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('dawn'))
  expect(asked.filter((path) => path === '/v1/client/availability')).toHaveLength(1)
  await size.selectOption('S')
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)

  const mail = await restock(shop, 'TEE-M', shop.address('dawn'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  expect(mail.text).toContain('€19.90')
  expect(mail.leadsTo).toBe(`${shop.origin}/products/tee?variant=102`)
  await page.goto(mail.leadsTo ?? '')
  await expectGone(page)
})

test('the widget uses the variant in the page’s address', async ({ calmPage: page, shop }) => {
  await page.goto(`${shop.origin}/products/tee?variant=103`)
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('dialog').getByText('L', { exact: true })).toBeVisible()
})

test('a page without a product shows no button', async ({ calmPage: page, shop }) => {
  const ready = page.waitForResponse('**/shopify.js')
  await page.goto(`${shop.origin}/pages/about?variant=103`)
  await ready
  await page.getByLabel('Size').selectOption('M')
  await expect(page.getByRole('button', { name: 'Sold out' })).toBeVisible()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})

test('a variant that the form names later replaces the one from the event', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/products/tee`)
  await page.waitForFunction(() => 'Shelfbell' in window)
  await page.getByLabel('Size').selectOption('M')
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toBeVisible()
  // As themes do that render the section again without an event.
  await page.evaluate('render(variants[0])')
  await expect(button).toHaveCount(0)
  await page.evaluate('render(variants[2])')
  await button.click()
  await expect(page.getByRole('dialog').getByText('L', { exact: true })).toBeVisible()
})
