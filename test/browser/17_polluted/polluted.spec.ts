/** A page that adds to the prototypes of everything, and puts itself between fetch and the world. */
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('what is sent is what was meant', async ({ calmPage: page, shop }) => {
  shop.serve('17_polluted')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('old'), { axe: false })
  const mail = await restock(shop, 'LAMP', shop.address('old'))
  expect(mail.subject).toBe('Back in stock: Lamp')
  await expectGone(page)
})

test('axe, which such a library breaks, sees it when that has gone', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('17_polluted')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  const clean = () => page.evaluate('clean()')
  await clean()
  await expectNoFault(page)
  await page.evaluate('pollute()')
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
  await clean()
  await expectNoFault(page)
})
