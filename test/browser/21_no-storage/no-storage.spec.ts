/** A page in which every kind of storage throws when it is touched. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY, subscribe } from '../shopper.ts'

test('nothing needs to be stored on the shopper’s side', async ({ calmPage: page, shop }) => {
  shop.serve('21_no-storage')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('bare'))
  await shop.setStock({ LAMP: 1 })
  await mailTo(shop, shop.address('bare'))
  const answered = page.waitForResponse('**/v1/client/availability*')
  await page.reload()
  await answered
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  expect(await page.context().cookies()).toEqual([])
})
