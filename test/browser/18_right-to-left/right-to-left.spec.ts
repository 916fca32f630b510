/** A right-to-left page with the shop's own texts in its language. */
import { form as ar } from '../../../shared/languages/ar/form.ts'
import { expect, test } from '../shop.ts'
import { expectGone, restock, subscribe } from '../shopper.ts'

test('the form is right-to-left on a right-to-left page, with the shop’s texts', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('18_right-to-left')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await page.getByRole('button', { name: 'أعلمني حالما يعود' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAccessibleName('اعرف عندما يتوفر')
  await expect(dialog).toHaveAttribute('dir', 'rtl')
  const closing = await dialog.getByRole('button', { name: 'إغلاق' }).boundingBox()
  const box = await dialog.boundingBox()
  expect(closing?.x).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0) / 2)

  await dialog.getByRole('button', { name: 'أعلمني', exact: true }).click()
  const field = dialog.getByLabel('البريد الإلكتروني')
  await expect(field).toHaveAccessibleDescription(/أدخل بريدك الإلكتروني/)
  await page.keyboard.press('Escape')
  await subscribe(page, shop.address('rtl'), { words: { ...ar, button: 'أعلمني حالما يعود' } })
  const mail = await restock(shop, 'LAMP', shop.address('rtl'))
  expect(mail.html).toContain('dir="rtl"')
  await expectGone(page)
})
