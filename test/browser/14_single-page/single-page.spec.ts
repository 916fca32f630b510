/** A shop in a single page, which replaces its whole DOM and changes its address by itself. */
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY, subscribe } from '../shopper.ts'

test('the button comes and goes with the product', async ({ calmPage: page, shop }) => {
  shop.serve('14_single-page')
  await page.goto(shop.origin)
  const button = page.getByRole('button', NOTIFY)
  const visit = (name: string) => page.getByRole('link', { name }).click()
  await visit('Lamp')
  await expect(button).toHaveCount(1)
  await visit('Chair')
  await expect(button).toHaveCount(0)
  await visit('Stool')
  await expect(button).toHaveCount(1)
  // The same product again, in elements of its own.
  await page.evaluate('document.querySelector("#buy").dataset.old = true; render()')
  await expect(page.locator('#buy[data-old]')).toHaveCount(0)
  await expect(page.locator('#buy + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('spa'))
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Chair' })).toBeVisible()
  await expect(button).toHaveCount(0)

  await shop.setStock({ STOOL: 1 })
  const mail = await mailTo(shop, shop.address('spa'))
  expect(mail.subject).toBe('Back in stock: Stool')
  expect(mail.leadsTo).toBe(`${shop.origin}/stool`)
})
