/** A page in which every access to storage throws. */
import { expect, test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

test('the widget works without storage in the browser', async ({ calmPage: page, shop }) => {
  shop.serve('21_no-storage')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('bare'))
  await restock(shop, 'LAMP', shop.address('bare'))
  await expectGone(page)
  expect(await page.context().cookies()).toEqual([])
})
