/** A page with an old library that extends all prototypes and replaces fetch. */
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('the widget sends the right request on a page that extends all prototypes', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('17_polluted')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await subscribe(page, shop.address('old'), { axe: false })
  const mail = await restock(shop, 'LAMP', shop.address('old'))
  expect(mail.subject).toBe('Back in stock: Lamp')
  await expectGone(page)
})

test('button and form pass axe on such a page, once the library that breaks axe is gone', async ({
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
  await expect(page.getByLabel('Email address')).toBeFocused()
  await clean()
  await expectNoFault(page)
})
