/** The custom element, in two languages, with some words of the shop's own. */
import { sv } from '../../../widget/texts/sv.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, restock, subscribe } from '../shopper.ts'

test('an element with a sku is all that a page needs', async ({ calmPage: page, shop }) => {
  shop.serve('23_placement')
  await shop.setStock({ LAMP: 0 })
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin)
  // What the page wrote inside stands in until there is a button.
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
  // The language's file comes once, for the button, and the form has it from there.
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
