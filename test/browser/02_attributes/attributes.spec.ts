/** A shop's page names its variants by attributes, and changes them. */
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

test.beforeEach(async ({ shop, page }) => {
  shop.serve('02_attributes')
  await shop.setStock({ 'TEE-S': 4, 'TEE-M': 0 })
  await page.goto(shop.origin)
})

test('the button follows the chosen variant', async ({ calmPage: page }) => {
  const button = page.getByRole('button', NOTIFY)
  await expect(page.getByRole('combobox')).toBeVisible()
  await page.getByRole('combobox').selectOption('M')
  await expect(button).toBeVisible()
  await page.getByRole('combobox').selectOption('S')
  await expect(button).toBeHidden()
})

test('the shopper is notified about the chosen variant', async ({ calmPage: page, shop }) => {
  await page.getByRole('combobox').selectOption('M')
  await subscribe(page, shop.address('far'))
  const mail = await restock(shop, 'TEE-M', shop.address('far'))
  expect(mail.subject).toBe('Back in stock: Tee, M')
  expect(mail.leadsTo).toBe(`${shop.origin}/?size=M`)
  expect(mail.text).toContain('€19.90')
  await page.goto(mail.leadsTo ?? '')
  await expectGone(page)
})

test('without the reader of structured data, the form sends what the mark says', async ({
  page,
  shop,
}) => {
  await page.route('**/structured.js', (route) => route.abort())
  await page.getByRole('combobox').selectOption('M')
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Tee')
  await dialog.getByLabel('Email address').fill(shop.address('bare'))
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  const url = `${shop.origin}/`
  expect((await sent).postDataJSON()).toMatchObject({
    page: url,
    product: { title: 'Tee', variantTitle: 'M', url },
  })
})

test('the form works by keyboard, explains a fault and returns the focus', async ({
  calmPage: page,
}) => {
  await page.getByRole('combobox').selectOption('M')
  const button = page.getByRole('button', NOTIFY)
  await button.focus()
  await page.keyboard.press('Enter')
  const field = page.getByLabel('Email address')
  await expect(field).toBeFocused()
  await page.keyboard.type('not an email <script>')
  await page.keyboard.press('Enter')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(/name@example\.com/)
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('not an email <script>')
  await expectNoFault(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(button).toBeFocused()
})

test('the form keeps its input when the Worker fails, and can be sent again', async ({ page }) => {
  await page.getByRole('combobox').selectOption('M')
  await page.getByRole('button', NOTIFY).click()
  const field = page.getByLabel('Email address')
  await field.fill('patient@example.com')
  await page.route('**/v1/client/subscriptions', (route) => route.fulfill({ status: 500 }))
  await page.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Something went wrong on our side')
  await expect(field).toHaveValue('patient@example.com')
  await page.unroute('**/v1/client/subscriptions')
  await page.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
})

test('a shopper who subscribes too late reads that the product is back', async ({ page, shop }) => {
  await page.getByRole('combobox').selectOption('M')
  await page.getByRole('button', NOTIFY).click()
  await shop.setStock({ 'TEE-M': 1 })
  await page.getByLabel('Email address').fill('late@example.com')
  await page.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('it’s back in stock now')
})
