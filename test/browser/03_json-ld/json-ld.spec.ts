/** A page says in structured data that its product is sold out; it is in Swedish. */
import { expect, test } from '../shop.ts'

test('the product is found, and everything is said in the language of the page', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('03_json-ld')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(shop.origin)
  await page.getByRole('button', { name: 'Meddela mig när varan är tillbaka' }).click()
  expect(asked).not.toContain('/v1/client/availability')
  await expect(page.locator('#bevaka + shelf-bell')).toHaveCount(1)

  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Acme skickar mig ett mejl')
  await dialog.getByRole('textbox').first().fill('asa@example.se')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'Du står på listan' })).toBeVisible()
  await shop.setStock({ 'TROJA-1': 2 })
  await expect.poll(async () => (await shop.mailsTo('asa@example.se')).length).toBe(1)
  const [mail] = await shop.mailsTo('asa@example.se')
  expect(mail?.subject).toBe('Åter i lager: Hamntröja')
  expect(mail?.text).toContain('299,00\u00a0kr')
})
