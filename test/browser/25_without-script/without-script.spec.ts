/** A browser without scripts: the page's link leads to a form that needs none. */
import { expectSound } from '../axe.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { NOTIFY, restock, waitingFor } from '../shopper.ts'

/** Settings for a form with every field. No SMS is ever sent, because the product stays sold out. */
const WHOLE = {
  maxQuantity: 3,
  channels: ['email', 'sms'],
  smsCountries: ['SE', 'GB', 'DE'],
  destinations: [
    { type: 'email' },
    { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
  ],
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a shopper subscribes and is notified', async ({ page, shop }) => {
    shop.serve('25_without-script')
    await shop.setStock({ LAMP: 0 })
    await page.goto(shop.origin)
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
    await page.getByRole('link', NOTIFY).click()
    await expect(page.getByRole('heading', { name: 'Get an alert when it’s back' })).toBeVisible()
    const field = page.getByLabel('Email address')
    await field.fill('nobody at home')
    await page.getByRole('button', { name: 'Notify me' }).click()
    await expect(field).toHaveAccessibleDescription(/name@example\.com/)
    await expect(field).toHaveValue('nobody at home')
    await field.fill(shop.address('plain'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()

    const mail = await restock(shop, 'LAMP', shop.address('plain'))
    expect(mail.subject).toBe('Back in stock: Lamp')
    expect(mail.leadsTo).toBe(`${shop.origin}/lamp`)

    // Without scripts the page cannot remove its link, so the form says that the product is back.
    await page.goto(mail.leadsTo ?? '')
    await page.getByRole('link', NOTIFY).click()
    await page.getByLabel('Email address').fill(shop.address('late'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'It’s already back in stock' })).toBeVisible()
    await page.getByRole('link', { name: 'See it in the shop' }).click()
    await expect(page).toHaveURL(`${shop.origin}/lamp`)
    expect(await waitingFor(shop, shop.address('late'))).toEqual([])
  })

  test('a shopper chooses a quantity and the number’s country', async ({ page, shop }) => {
    expect((await shop.api('PATCH', '/v1/shop', WHOLE)).ok).toBe(true)
    shop.serve('25_without-script')
    await shop.setStock({ LAMP: 0 })
    await page.goto(shop.origin)
    await page.getByRole('link', NOTIFY).click()
    const many = page.getByRole('combobox', { name: 'How many would you like?' })
    const country = page.getByRole('combobox', { name: 'Country' })
    await expect(many).toHaveValue('1')
    await expect(country).toHaveValue('SE')
    await many.selectOption('3')
    await country.selectOption('Germany')
    await page.getByLabel('Email address').fill('nobody at home')
    await page.getByLabel('Mobile number').fill('0151 23456789')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Check the email address.')).toBeVisible()
    await expect(many).toHaveValue('3')
    await expect(country).toHaveValue('DE')

    const email = shop.address('several')
    await page.getByLabel('Email address').fill(email)
    await page.keyboard.press('Enter')
    // A German number requires a confirmed address.
    await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
    const found = await shop.api('POST', '/v1/contacts/lookup', { email })
    const { id } = (await found.json()) as { id: string }
    const held = await shop.api('GET', `/v1/contacts/${id}`)
    expect(await held.json()).toMatchObject({
      subscriptions: [{ sku: 'LAMP', quantity: 3, phone: '+4915123456789', status: 'pending' }],
    })
  })
})

test('with scripts the page shows the button instead of the link', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('25_without-script')
  await shop.setStock({ LAMP: 0 })
  await page.goto(shop.origin)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await expect(page.getByRole('link', NOTIFY)).toHaveCount(0)
})

test('consent texts on the plain form name their language', async ({ page, shop }) => {
  const texts = { en: { email: 'Acme sends one e-mail.', marketing: 'Send me news, too.' } }
  await shop.api('PATCH', '/v1/shop', { consent: { version: '1', texts } })
  await page.goto(`${WORKER}/notify/${shop.publicKey}?sku=LAMP&locale=ar`)
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
  await expect(page.getByText(texts.en.email)).toHaveAttribute('lang', 'en')
  await expect(page.getByText(texts.en.marketing)).toHaveAttribute('lang', 'en')
})

test('the plain form passes axe, and works without styles', async ({ page, shop }) => {
  expect((await shop.api('PATCH', '/v1/shop', WHOLE)).ok).toBe(true)
  await page.goto(`${WORKER}/notify/${shop.publicKey}?sku=LAMP&locale=en`)
  await expectSound(page)
  await page.getByRole('button', { name: 'Notify me' }).click()
  await expect(page.getByText('Enter your email address or your mobile number.')).toBeVisible()
  await expectSound(page)
  await page.evaluate(() => document.querySelector('style')?.remove())
  await expect(page.locator(':is(input, select):visible')).toHaveCount(4)
  await page.getByLabel('How many would you like?').selectOption('2')
  await page.getByLabel('Email address').fill(shop.address('bare'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText(shop.address('bare'))
})
