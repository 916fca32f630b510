/** A BigCommerce theme like Cornerstone: the answer to a choice is written into the page. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, mailTo, NOTIFY, subscribe } from '../shopper.ts'

test('the button follows the sku and the buy button', async ({ calmPage: page, shop }) => {
  shop.serve('11_stencil')
  const asked = askedOf(page, WORKER)
  const ready = page.waitForResponse('**/stencil.js')
  await page.goto(`${shop.origin}/tee/`)
  await ready
  await page.getByLabel('Size').selectOption('M')
  await expect(page.locator('#form-action-addToCart + shelf-bell')).toHaveCount(1)
  expect(asked).toEqual(['/shelfbell.js', '/stencil.js', '/button.js'])
  await subscribe(page, shop.address('stencil'))
  await page.getByLabel('Size').selectOption('S')
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)

  await shop.setStock({ 'TEE-M': 3 })
  const mail = await mailTo(shop, shop.address('stencil'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
})
