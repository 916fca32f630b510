/** The custom element in two languages, with some of the shop's own texts. */
import { form as nb } from '../../../shared/languages/nb/form.ts'
import { form as ptBR } from '../../../shared/languages/pt-BR/form.ts'
import { form as sv } from '../../../shared/languages/sv/form.ts'
import { form as zhHans } from '../../../shared/languages/zh-Hans/form.ts'
import { form as zhHant } from '../../../shared/languages/zh-Hant/form.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, restock, subscribe } from '../shopper.ts'

test('a page with only a custom element and a sku shows the button', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('23_placement', {}, { LOCALE: 'sv-SE' })
  await shop.setStock({ LAMP: 0 })
  const asked = askedOf(page, WORKER)
  await page.goto(shop.origin)
  // The element's own content shows until there is a button.
  await expect(page.getByRole('link', { name: 'Ask for oil' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tell me' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Ask for the torch' })).toBeHidden()
  await page.getByRole('button', { name: 'Tell me' }).click()
  await page.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(page.getByLabel('Email address')).toHaveAccessibleDescription(/We need your address/)
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

test('a page whose template wrote no language gets the form of the shop’s own', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('23_placement', {}, { LOCALE: '{{ lang }}' })
  await shop.api('PATCH', '/v1/shop', { defaultLocale: 'sv_SE' })
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await page.locator('[sku=LAMP]').getByRole('button', { name: 'Tell me' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAttribute('lang', 'sv')
  await dialog.getByLabel(sv.email).fill(shop.address('template'))
  await dialog.getByRole('button', { name: sv.submit, exact: true }).click()
  await expect(dialog.getByRole('heading', { name: sv.doneTitle })).toBeVisible()
})

for (const [tag, file, words] of [
  ['pt-br', 'pt-BR', ptBR],
  ['no', 'nb', nb],
  ['zh_Hant_TW', 'zh-Hant', zhHant],
  ['zh', 'zh-Hans', zhHans],
] as const) {
  test(`a page in ${tag} gets the texts of ${file}`, async ({ calmPage: page, shop }) => {
    shop.serve('23_placement', {}, { LOCALE: tag })
    await shop.setStock({ LAMP: 0 })
    const asked = askedOf(page, WORKER)
    await page.goto(shop.origin)
    const button = page.getByRole('button', { name: words.button, exact: true })
    await expect(button).toHaveAttribute('lang', file)
    await button.click()
    await expect(page.getByRole('dialog')).toHaveAccessibleName(words.title)
    await expect(page.getByRole('dialog')).toHaveAttribute('lang', file)
    await expect(page.getByLabel(words.email)).toHaveAccessibleDescription(/Acme/)
    expect(asked.filter((path) => path.startsWith('/texts-'))).toEqual([`/texts-${file}.js`])
  })
}
