/** A page that forbids every string that could become code, and allows no policy to make one. */
import { WORKER } from '../places.ts'
import { test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

test('nothing that the widget does needs a trusted type', async ({ calmPage: page, shop }) => {
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
