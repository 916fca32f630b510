/** A shop that also takes phone numbers, read in the country chosen beside them. */
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { NOTIFY, waitingFor } from '../shopper.ts'

// No SMS is ever sent, because the product stays sold out.
const SMS = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' }

test.beforeEach(async ({ shop, page }) => {
  shop.serve('26_form')
  const { ok } = await shop.api('PATCH', '/v1/shop', {
    channels: ['email', 'sms'],
    smsCountries: ['SE', 'GB', 'DE'],
    destinations: [{ type: 'email' }, SMS],
  })
  expect(ok).toBe(true)
  await shop.setStock({ 'TEE-S': 3, 'TEE-M': 0, 'TEE-L': 3 })
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto(`${shop.origin}/?size=M`)
  await page.getByRole('button', NOTIFY).click()
})

test('the form reads a number in the chosen country, and keeps that country', async ({
  page,
  shop,
}) => {
  const dialog = page.getByRole('dialog')
  const country = dialog.getByRole('combobox', { name: 'Country' })
  await expect(country).toHaveValue('SE')
  await expectNoFault(page)

  // A British number, invalid in Sweden.
  await dialog.getByLabel('Email address').focus()
  await page.keyboard.press('Tab')
  await expect(country).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.type('07400 123456')
  await page.keyboard.press('Enter')
  const number = dialog.getByLabel('Mobile number')
  await expect(number).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('United K')
  await expect(country).toHaveValue('GB')

  await page.keyboard.press('Escape')
  await page.getByRole('button', NOTIFY).click()
  await expect(country).toHaveValue('GB')
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  expect((await sent).postDataJSON()).toMatchObject({ phone: '07400 123456', country: 'GB' })
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await expect(dialog).toContainText('07400 123456')
  expect(await waitingFor(shop, '+447400123456')).toEqual(['TEE-M'])
})

test('the form says that a mail must be confirmed if the number’s country requires it', async ({
  calmPage: page,
  shop,
}) => {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(shop.address('abroad'))
  await dialog.getByLabel('Mobile number').fill('0151 23456789')
  await dialog.getByLabel('Country').selectOption('Germany')
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'One more step' })).toBeVisible()
  // The mail waits some seconds for further requests.
  await expect
    .poll(async () => (await shop.mailsTo(shop.address('abroad'))).length, { timeout: 15_000 })
    .toBe(1)
})

test('a form without phone numbers has no country field, and loads no country list', async ({
  calmPage: page,
  shop,
}) => {
  await shop.api('PATCH', '/v1/shop', { channels: ['email'] })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.reload()
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await expect(page.getByRole('combobox')).toHaveCount(0)
  expect(asked.filter((url) => url.includes('countries'))).toEqual([])
})
