/** A page that adds to the prototypes of everything, and puts itself between fetch and the world. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY, subscribe } from '../shopper.ts'

test('what is sent is what was meant', async ({ calmPage: page, shop }) => {
  shop.serve('17_polluted')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('old'), false)
  await shop.setStock({ LAMP: 1 })
  const mail = await mailTo(shop, shop.address('old'))
  expect(mail.subject).toBe('Back in stock: Lamp')
  const answered = page.waitForResponse('**/v1/client/availability*')
  await page.reload()
  await answered
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})
