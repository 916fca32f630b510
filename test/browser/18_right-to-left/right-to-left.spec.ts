/** A page that is written from right to left, with the shop's own words in its language. */
import { expect, test } from '../shop.ts'
import { mailTo } from '../shopper.ts'

test('the form is written the same way, in the shop’s words', async ({ calmPage: page, shop }) => {
  shop.serve('18_right-to-left')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await page.getByRole('button', { name: 'أعلمني عند التوفر' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAccessibleName('اعرف عندما يتوفر')
  await expect(dialog).toHaveAttribute('dir', 'rtl')
  const closing = await dialog.getByRole('button', { name: 'إغلاق' }).boundingBox()
  const box = await dialog.boundingBox()
  expect(closing?.x).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0) / 2)

  await dialog.getByRole('button', { name: 'أعلمني', exact: true }).click()
  const field = dialog.getByLabel('البريد الإلكتروني')
  await expect(field).toHaveAccessibleDescription(/أدخل بريدك الإلكتروني/)
  await field.fill(shop.address('rtl'))
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'أنت على القائمة' })).toBeVisible()
  await shop.setStock({ LAMP: 1 })
  await mailTo(shop, shop.address('rtl'))
  const answered = page.waitForResponse('**/v1/client/availability*')
  await page.reload()
  await answered
  await expect(page.getByRole('button')).toHaveCount(0)
})
