/** The custom element, in two languages, with some words of the shop's own. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, mailTo } from '../shopper.ts'

test('an element with a sku is all that a page needs', async ({ calmPage: page, shop }) => {
  shop.serve('23_placement')
  await shop.setStock({ LAMP: 0 })
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin)
  await page.getByRole('button', { name: 'Tell me' }).click()
  await page.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
    /We need your address/,
  )
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Meddela mig när varan är tillbaka' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAccessibleName('Få veta när varan är tillbaka')
  await dialog.getByLabel('E-postadress').fill(shop.address('element'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'Du står på listan' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button')).toHaveCount(2)
  // The language's file comes once, for the button, and the form has it from there.
  expect(asked.filter((path) => path.startsWith('/texts-'))).toEqual(['/texts-sv.js'])

  await shop.setStock({ LAMP: 1 })
  const mail = await mailTo(shop, shop.address('element'))
  expect(mail.subject).toBe('Åter i lager: Lamp, Brass')
  await page.evaluate(() => {
    for (const place of document.querySelectorAll('shelf-bell[sku]')) {
      place.setAttribute('available', 'true')
    }
  })
  await expect(page.getByRole('button')).toHaveCount(0)
})
