/** A shopper whose browser runs no script: the link leads to a form that needs none. */
import { AxeBuilder } from '@axe-core/playwright'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY } from '../shopper.ts'

/** A form with all that it can ask. Nothing is ever sent over SMS: what is asked for stays sold out. */
const WHOLE = {
  maxQuantity: 3,
  channels: ['email', 'sms'],
  destinations: [
    { type: 'email' },
    { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
  ],
}

test.describe('with scripts turned off', () => {
  test.use({ javaScriptEnabled: false })

  test('a shopper gets on the list, and is told', async ({ page, shop }) => {
    shop.serve('25_without-script')
    await shop.setStock({ LAMP: 0 })
    await page.goto(shop.origin)
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
    await page.getByRole('link', NOTIFY).click()
    await expect(page.getByRole('heading', { name: 'Know when it is back' })).toBeVisible()
    const field = page.getByLabel('E-mail address')
    await field.fill('nobody at home')
    await page.getByRole('button', { name: 'Notify me' }).click()
    await expect(field).toHaveAccessibleDescription(/name@example\.com/)
    await expect(field).toHaveValue('nobody at home')
    await field.fill(shop.address('plain'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'You are on the list' })).toBeVisible()

    await shop.setStock({ LAMP: 1 })
    const mail = await mailTo(shop, shop.address('plain'))
    expect(mail.subject).toBe('Back in stock: Lamp')
    expect(mail.leadsTo).toBe(`${shop.origin}/lamp`)
  })

  test('a shopper says how many, and where the number is from', async ({ page, shop }) => {
    expect((await shop.api('PATCH', '/v1/shop', WHOLE)).ok).toBe(true)
    shop.serve('25_without-script')
    await shop.setStock({ LAMP: 0 })
    await page.goto(shop.origin)
    await page.getByRole('link', NOTIFY).click()
    const many = page.getByRole('combobox', { name: 'How many would you like?' })
    const country = page.getByRole('combobox', { name: 'Country of the number' })
    await expect(many).toHaveValue('1')
    await expect(country).toHaveValue('SE')
    await many.selectOption('3')
    await country.selectOption('Germany')
    await page.getByLabel('E-mail address').fill('nobody at home')
    await page.getByLabel('Mobile number').fill('0151 23456789')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Check the e-mail address.')).toBeVisible()
    await expect(many).toHaveValue('3')
    await expect(country).toHaveValue('DE')

    const email = shop.address('several')
    await page.getByLabel('E-mail address').fill(email)
    await page.keyboard.press('Enter')
    // A number from Germany: the address has to be confirmed.
    await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
    const found = await shop.api('POST', '/v1/contacts/lookup', { email })
    const { id } = (await found.json()) as { id: string }
    const held = await shop.api('GET', `/v1/contacts/${id}`)
    expect(await held.json()).toMatchObject({
      subscriptions: [{ sku: 'LAMP', quantity: 3, phone: '+4915123456789', status: 'pending' }],
    })
  })
})

test('the form is whole without styles, and has no fault that axe can find', async ({
  page,
  shop,
}) => {
  expect((await shop.api('PATCH', '/v1/shop', WHOLE)).ok).toBe(true)
  await page.goto(`${WORKER}/notify/${shop.publicKey}?sku=LAMP&locale=en`)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Notify me' }).click()
  await expect(page.getByText('Enter your e-mail address or your mobile number.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.evaluate(() => document.querySelector('style')?.remove())
  await expect(page.locator(':is(input, select):visible')).toHaveCount(4)
  await page.getByLabel('How many would you like?').selectOption('2')
  await page.getByLabel('E-mail address').fill(shop.address('bare'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText(shop.address('bare'))
})
