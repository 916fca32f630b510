/** A page that requires trusted types, and allows no policy that creates them. */
import { WORKER } from '../places.ts'
import { test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

test('the widget works without a trusted type', async ({ calmPage: page, shop }) => {
  shop.serve('15_trusted-types', {
    'Content-Security-Policy': [
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      `script-src ${WORKER}`,
    ].join('; '),
  })
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('trusted'))
  await restock(shop, 'LAMP', shop.address('trusted'))
  await expectGone(page)
})
