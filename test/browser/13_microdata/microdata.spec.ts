/** A page whose microdata says that its product is sold out. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('the widget finds the product in microdata, and notices that it is back', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('13_microdata')
  await page.goto(`${shop.origin}/bowl`)
  await expect(page.locator('#buy + shelf-bell')).toHaveCount(1)
  await subscribe(page, shop.address('micro'))
  const mail = await restock(shop, 'BOWL-1', shop.address('micro'))
  expect(mail.subject).toBe('Back in stock: Bowl')
  expect(mail.text).toContain('€39.50')
  expect(mail.leadsTo).toBe(`${shop.origin}/bowl`)

  await page.evaluate(() => {
    document.querySelector('link')?.setAttribute('href', 'https://schema.org/InStock')
    window.Shelfbell?.refresh()
  })
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  await expectGone(page)
})
