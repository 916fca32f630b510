/** A visitor of the demo subscribes, restocks and reads the message. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectNoFault } from '../axe.ts'
import { STATE } from '../places.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY } from '../shopper.ts'

for (const width of [1280, 390]) {
  test(`a visitor of the demo subscribes, restocks and gets the message, ${width} px wide`, async ({
    calmPage: page,
    shop,
  }) => {
    await page.setViewportSize({ width, height: 900 })
    const address = `visitor-${width}-${Date.now()}@example.com`
    await page.goto('/demo/tee')
    await shelf(page, 'Sold out: Harbour tee, M')
    await page.getByRole('radio', { name: 'M', exact: true }).check()

    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    await expectNoFault(page, 'html')
    await page.getByRole('button', NOTIFY).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Email address')).toBeFocused()
    await expectNoFault(page, 'html')
    await dialog.getByLabel('Email address').fill(address)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    expect(await shop.mailsTo(address)).toEqual([])

    await shelf(page, '10 in stock: Harbour tee, M')
    await expect(page.getByRole('button', { name: 'Add to bag' })).toBeEnabled()
    await expect(page.getByRole('button', NOTIFY)).toBeHidden()
    await expect.poll(async () => (await shop.mailsTo(address)).length).toBe(1)

    await page.goto('/demo/inbox')
    await page
      .getByRole('link', { name: /Back in stock: Harbour tee, M/ })
      .first()
      .click()
    const mail = page.frameLocator('iframe[title="The email"]')
    await expect(mail.getByRole('heading', { name: 'It’s back in stock' })).toBeVisible()
    const link = mail.getByRole('link', { name: 'See it in the shop' })
    await expect(link).toHaveAttribute('title', /\/demo\/tee\?size=M$/)
    const href = (await link.getAttribute('href')) ?? ''
    const followed = await page.request.get(href, { maxRedirects: 0 })
    expect(followed.headers()['location']).toMatch(/\/demo\/tee\?size=M$/)
    const picture = mail.getByRole('img', { name: 'Harbour tee' })
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0)

    await page.goto('/demo/tee?size=M')
    await expectGone(page)
    expect(await stored()).not.toContain(address)
  })
}

test('the unsubscribe page asks first, then removes the person from the list', async ({
  calmPage: page,
  shop,
}) => {
  const address = `leaver-${Date.now()}@example.com`
  const subscribe = async (sku: string) => {
    await page.goto('/demo/')
    const status = await page.evaluate(
      async ([email, wanted]) => {
        const { consent } = await (await fetch('/v1/client/config?shop=pk_demo')).json()
        const response = await fetch('/v1/client/subscriptions', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({
            shop: 'pk_demo',
            sku: wanted,
            email,
            channels: ['email'],
            consents: [
              {
                purpose: 'alert',
                channel: 'email',
                version: consent.version,
                text: consent.texts.email,
              },
            ],
          }),
        })
        return response.status
      },
      [address, sku] as const,
    )
    expect(status).toBe(202)
  }
  await page.goto('/demo/tee')
  await shelf(page, 'Sold out: Harbour tee, L')
  await shelf(page, 'Sold out: Beacon vase')
  await subscribe('TEE-L')
  await subscribe('VASE-TALL')
  await page.goto('/demo/tee')
  await shelf(page, '10 in stock: Harbour tee, L')
  await expect.poll(async () => (await shop.mailsTo(address)).length).toBe(1)
  const [mail] = await shop.mailsTo(address)
  const link = /http:\S+\/u\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''

  await page.goto(link)
  await page.getByRole('button', { name: 'Yes, stop all alerts' }).click()
  await expect(page.getByRole('status')).toContainText('the alerts you asked Grynna for')

  await page.goto('/demo/tee')
  await shelf(page, '10 in stock: Beacon vase')
  await page.goto('/demo/tee')
  await shelf(page, 'Sold out: Beacon vase')
  expect(await shop.mailsTo(address)).toHaveLength(1)
})

/** Presses a button of the merchant's shelf and waits for the result. */
async function shelf(page: Page, name: string) {
  const toggle = page.getByRole('button', { name: 'Merchant’s shelf' })
  if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click()
  await page.getByRole('button', { name, exact: true }).click()
  const [action = '', product = ''] = name.split(': ')
  const said = action === 'Sold out' ? 'sold out' : '10 on the shelf'
  await expect(page.locator('#shelf .said')).toHaveText(`${product}: ${said}.`)
  const state = action === 'Sold out' ? 'Sold out' : 'In stock'
  await expect(
    page.locator('#shelf li', { hasText: product }).locator('[data-state-of]'),
  ).toHaveText(state)
  if ((page.viewportSize()?.width ?? 0) < 1100) await toggle.click()
}

/** Every byte that the Worker has stored so far. */
async function stored(): Promise<string> {
  const root = process.env[STATE] ?? ''
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile())
  expect(files.filter((path) => path.endsWith('.sqlite')).length).toBeGreaterThan(0)
  return files.map((path) => readFileSync(path, 'latin1')).join('')
}
