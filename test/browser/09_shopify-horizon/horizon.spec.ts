/** A Shopify theme like Horizon: DOM events, without the sku in them; older ones tell it otherwise. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY, subscribe } from '../shopper.ts'

for (const [era, query] of [
  ['the standard events', ''],
  ['the older event', '?old'],
] as const) {
  test(`the button stands in for the buy button, by ${era}`, async ({ calmPage: page, shop }) => {
    shop.serve('09_shopify-horizon')
    const address = `horizon${query.length}@example.com`
    await page.goto(`${shop.origin}/products/tee${query}`)
    const buy = page.locator('[name="add"]')
    await page.waitForFunction(() => 'Shelfbell' in window)
    await page.getByRole('radio', { name: 'M', exact: true }).check()
    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    await expect(buy).toBeHidden()
    await subscribe(page, address)
    await page.getByRole('radio', { name: 'S', exact: true }).check()
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
    await expect(buy).toBeVisible()

    await shop.setStock({ 'TEE-M': 3 })
    const mail = await mailTo(shop, address)
    expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  })
}

test('a combination that does not exist has no button', async ({ calmPage: page, shop }) => {
  shop.serve('09_shopify-horizon')
  await page.goto(`${shop.origin}/products/tee`)
  await page.getByRole('radio', { name: 'M', exact: true }).check()
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await page.getByRole('radio', { name: 'XL' }).check()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})
