/** A BigCommerce theme like Cornerstone, which writes the chosen variant into the page. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('the button follows the sku and the buy button', async ({ calmPage: page, shop }) => {
  shop.serve('11_stencil')
  await shop.setStock({ 'TEE-S': 4 })
  const asked = askedOf(page, WORKER)
  const ready = page.waitForResponse('**/stencil.js')
  await page.goto(`${shop.origin}/tee/`)
  await ready
  const size = page.getByLabel('Size')
  const button = page.getByRole('button', NOTIFY)
  await size.selectOption('M')
  await expect(page.locator('#form-action-addToCart + shelf-bell')).toHaveCount(1)
  expect(asked).toEqual([
    '/shelfbell.js',
    '/stencil.js',
    '/button.js',
    '/ask.js',
    '/v1/client/availability',
    '/beside.js',
  ])
  await subscribe(page, shop.address('stencil'))
  await size.selectOption('S')
  await expect(button).toHaveCount(0)

  const mail = await restock(shop, 'TEE-M', shop.address('stencil'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  await expectGone(page)
  await size.selectOption('L')
  await expect(button).toBeVisible()
  await size.selectOption('M')
  await expect(button).toHaveCount(0)
})
