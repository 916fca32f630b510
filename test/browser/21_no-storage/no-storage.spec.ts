/** A page in which every kind of storage throws when it is touched. */
import { expect, test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

test('nothing needs to be stored on the shopper’s side', async ({ calmPage: page, shop }) => {
  shop.serve('21_no-storage')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('bare'))
  await restock(shop, 'LAMP', shop.address('bare'))
  await expectGone(page)
  expect(await page.context().cookies()).toEqual([])
})
