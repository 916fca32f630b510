/** A Swedish page whose structured data says that its product is sold out. */
import { form as sv } from '../../../shared/languages/sv/form.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, restock, subscribe } from '../shopper.ts'

test('the widget finds the product, and form and message are in the page’s language', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('03_json-ld')
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin)
  await page.getByRole('button', { name: 'Bevaka varan' }).click()
  await expect(page.getByRole('dialog')).toContainText('Acme skickar mig ett mejl')
  await page.keyboard.press('Escape')
  await subscribe(page, shop.address('asa'), { words: sv })
  expect(asked).not.toContain('/v1/client/availability')
  await expect(page.locator('#bevaka + shelf-bell')).toHaveCount(1)

  const mail = await restock(shop, 'TROJA-1', shop.address('asa'))
  expect(mail.subject).toBe('Åter i lager: Hamntröja')
  expect(mail.text).toContain('299,00\u00a0kr')
  await expectGone(page)
})
