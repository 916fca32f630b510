/** A Shopify theme like Horizon: DOM events, without the sku in them; older ones tell it otherwise. */
import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(async ({ shop }) => {
  shop.serve('09_shopify-horizon')
  await shop.setStock({ 'TEE-S': 4 })
})

const size = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

for (const [era, query] of [
  ['the standard events', ''],
  ['the older event', '?old'],
] as const) {
  test(`the button stands in for the buy button, by ${era}`, async ({ calmPage: page, shop }) => {
    const address = shop.address(`horizon${query.length}`)
    await page.goto(`${shop.origin}/products/tee${query}`)
    const buy = page.locator('[name="add"]')
    await page.waitForFunction(() => 'Shelfbell' in window)
    await size(page, 'M').check()
    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    await expect(buy).toBeHidden()
    await subscribe(page, address, { axe: !query })
    await size(page, 'S').check()
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
    await expect(buy).toBeVisible()

    const mail = await restock(shop, 'TEE-M', address)
    expect(mail.subject).toBe('Back in stock: Harbour tee, M')
    await page.goto(mail.leadsTo ?? '')
    await expectGone(page)
    await expect(buy).toBeEnabled()
  })
}

test('a combination that does not exist has no button', async ({ calmPage: page, shop }) => {
  await page.goto(`${shop.origin}/products/tee`)
  await size(page, 'M').check()
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await size(page, 'XL').check()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})

test('what the structured data says of a variant is not asked for again', async ({
  calmPage: page,
  shop,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${shop.origin}/products/tee?data`)
  await page.waitForFunction(() => 'Shelfbell' in window)
  await size(page, 'M').check()
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('dialog').getByLabel('E-mail address')).toBeFocused()
  expect(asked.filter((url) => /tee\.js|availability/.test(url))).toEqual([])
})

test('where the shop does not answer, the edge is asked for the variant by its id', async ({
  page,
  shop,
}) => {
  await shop.setStock({ 101: 2, 102: 0 })
  await page.route('**/products/tee.js', (route) => route.fulfill({ status: 401 }))
  await page.goto(`${shop.origin}/products/tee`)
  await page.waitForResponse('**/v1/client/availability*')
  await size(page, 'M').check()
  await subscribe(page, shop.address('id'), { axe: false })
  const mail = await restock(shop, '102', shop.address('id'))
  expect(mail.leadsTo).toBe(`${shop.origin}/products/tee?variant=102`)
  await page.goto(mail.leadsTo ?? '')
  await expectGone(page)
})
