/** A Swedish page whose structured data says whether its product is sold out. */
import { form as sv } from '../../../shared/languages/sv/form.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { askedOf, expectGone, restock, subscribe } from '../shopper.ts'

const BUTTON = { name: sv.button }

test('the widget finds the product, and form and message are in the page’s language', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('03_json-ld', {}, { STATE: '{{IS TROJA-1}}' })
  const asked = askedOf(page, WORKER)
  // The reader comes only when the button is on its way, so the shopper does not wait for both in turn.
  await page.route('**/ordinary.js', async (route) => {
    await expect.poll(() => asked).toContain('/button.js')
    await route.continue()
  })
  await page.goto(shop.origin)
  const shown = page.getByRole('button', { name: 'Bevaka varan' })
  await shown.waitFor()
  // The whole reader comes with the form: until then the page's skus and states suffice.
  expect(asked).not.toContain('/structured.js')
  await shown.click()
  await expect(page.getByRole('dialog')).toContainText('Acme skickar mig ett mejl')
  await page.keyboard.press('Escape')
  await subscribe(page, shop.address('asa'), { words: sv })
  // Once, for what only the shop knows: whether the product is offered, and when it is expected.
  expect(asked.filter((path) => path === '/v1/client/availability')).toHaveLength(1)
  expect(asked.filter((path) => /ordinary|structured/.test(path))).toEqual([
    '/ordinary.js',
    '/structured.js',
  ])
  await expect(page.locator('#bevaka + shelf-bell')).toHaveCount(1)

  const mail = await restock(shop, 'TROJA-1', shop.address('asa'))
  expect(mail.subject).toBe('Åter i lager: Hamntröja')
  expect(mail.text).toContain('299,00\u00a0kr')
  await expectGone(page)
})

for (const [oversell, buttons] of [
  ['by_quantity', 1],
  ['in_stock', 0],
] as const) {
  test(`the shop decides whether a pre-order is sold out: ${oversell}`, async ({
    calmPage: page,
    shop,
  }) => {
    await shop.api('PATCH', '/v1/shop', { oversell })
    shop.serve('03_json-ld', {}, { STATE: 'PreOrder' })
    const answer = page.waitForResponse('**/v1/client/availability?**')
    await page.goto(shop.origin, { waitUntil: 'networkidle' })
    const asked = new URL((await answer).url()).searchParams
    expect([asked.getAll('sku'), asked.getAll('oversold')]).toEqual([[], ['TROJA-1']])
    await expect(page.getByRole('button', BUTTON)).toHaveCount(buttons)
  })
}

test('the widget asks for the stock if it does not know the page’s word, and says so once', async ({
  calmPage: page,
  shop,
}) => {
  await shop.setStock({ 'TROJA-1': 0 })
  shop.serve('03_json-ld', {}, { STATE: 'Sometimes' })
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  await page.goto(shop.origin)
  await expect(page.getByRole('button', BUTTON)).toBeVisible()
  await page.evaluate(() => window.Shelfbell?.refresh())
  await expect(page.getByRole('button', BUTTON)).toBeVisible()
  expect(lines).toEqual(['Shelfbell: unknown availability https://schema.org/Sometimes'])
})
