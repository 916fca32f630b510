/** A page whose styles reset everything, and hide all elements they can name. */
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test('the page’s styles do not change the button and the form', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('16_hostile-css')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toBeVisible()
  expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(24)
  await button.click()
  const box = await page.getByRole('dialog').boundingBox()
  const { width = 0 } = page.viewportSize() ?? {}
  // Centred, and no wider than a form should be.
  expect(box?.width).toBeLessThan(600)
  expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) / 2 - width / 2)).toBeLessThan(20)
  await page.keyboard.press('Escape')
  await subscribe(page, shop.address('hostile'))
  await restock(shop, 'LAMP', shop.address('hostile'))
  await expectGone(page)
})
