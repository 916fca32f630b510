/** A shopper whose browser runs no script: the link leads to a form that needs none. */
import { AxeBuilder } from '@axe-core/playwright'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { mailTo, NOTIFY } from '../shopper.ts'

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
})

test('the form is whole without styles, and has no fault that axe can find', async ({
  page,
  shop,
}) => {
  await page.goto(`${WORKER}/notify/${shop.publicKey}?sku=LAMP&locale=en`)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: 'Notify me' }).click()
  await expect(page.getByText('Enter your e-mail address.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.evaluate(() => document.querySelector('style')?.remove())
  await expect(page.locator('input:visible')).toHaveCount(1)
  await page.getByLabel('E-mail address').fill(shop.address('bare'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText(shop.address('bare'))
})
