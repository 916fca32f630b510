/** The custom element in two languages, with some of the shop's own texts. */
import { sv } from '../../../widget/texts/sv.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, restock, subscribe } from '../shopper.ts'

test('a page with only a custom element and a sku shows the button', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('23_placement')
  await shop.setStock({ LAMP: 0 })
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin)
  // The element's own content shows until there is a button.
  await expect(page.getByRole('link', { name: 'Ask for oil' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tell me' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Ask for the torch' })).toBeHidden()
  await page.getByRole('button', { name: 'Tell me' }).click()
  await page.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
    /We need your address/,
  )
  await page.keyboard.press('Escape')

  await subscribe(page, shop.address('element'), { words: sv })
  await expect(page.getByRole('button')).toHaveCount(2)
  // The language's file is loaded once, for the button, and the form reuses it.
  expect(asked.filter((path) => path.startsWith('/texts-'))).toEqual(['/texts-sv.js'])

  const mail = await restock(shop, 'LAMP', shop.address('element'))
  expect(mail.subject).toBe('Åter i lager: Lamp, Brass')
  await page.evaluate(() => {
    for (const place of document.querySelectorAll('shelf-bell[sku]')) {
      place.setAttribute('available', 'true')
    }
  })
  await expect(page.getByRole('button')).toHaveCount(0)
  await shop.setStock({ TORCH: 1 })
  await expectGone(page)
})
