/** The inline form, which replaces the button while the rest of the page stays usable. */
import { readFileSync } from 'node:fs'
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock } from '../shopper.ts'

test.beforeEach(async ({ calmPage: page, shop }) => {
  shop.serve('33_inline')
  await shop.setStock({ 'TEE-L': 4 })
  await page.goto(shop.origin)
})

test('the inline form replaces the button, and gives its place back', async ({
  calmPage: page,
  shop,
}) => {
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toBeVisible()
  await expectNoFault(page)
  await button.click()
  const form = page.getByRole('region', { name: 'Get an alert when it’s back' })
  const field = form.getByLabel('Email address')
  await expect(field).toBeFocused()
  await expect(button).toBeHidden()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(field).toHaveCSS('border-color', 'rgb(0, 0, 255)')
  const box = await form.boundingBox()
  const below = await page.locator('#below').boundingBox()
  expect(below?.y).toBeGreaterThan((box?.y ?? 0) + (box?.height ?? 0))
  expect(box?.width).toBeGreaterThan(300)
  await expectNoFault(page)

  const address = shop.address('inline')
  await field.fill(address)
  await page.keyboard.press('Enter')
  const thanks = page.getByRole('region', { name: 'You’re on the list' })
  await expect(thanks.locator('.main')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(thanks).toHaveCount(0)
  await expect(button).toBeFocused()

  const mail = await restock(shop, 'TEE-S', address)
  expect(mail.subject).toBe('Back in stock: Tee')
  await expectGone(page)
})

test('choosing another variant closes the inline form, keeps its input and does not move the focus', async ({
  calmPage: page,
}) => {
  const button = page.getByRole('button', NOTIFY)
  const form = page.getByRole('region')
  await button.click()
  await form.getByLabel('Email address').fill('ada@example.com')
  const size = page.getByLabel('Size')
  await size.focus()
  await size.selectOption('M')
  await expect(form).toHaveCount(0)
  await expect(size).toBeFocused()

  await button.click()
  await expect(form.getByLabel('Email address')).toHaveValue('ada@example.com')
  await size.selectOption('L')
  await expect(form).toHaveCount(0)
  await expect(button).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeVisible()
})

// As Firefox does by itself when a page replaces a text.
test('the button follows a change within the same text node', async ({ calmPage: page }) => {
  const button = page.getByRole('button', NOTIFY)
  await expect(button).toBeVisible()
  await page.evaluate(() => {
    const text = document.querySelector('[type="application/ld+json"]')?.firstChild
    if (text) text.nodeValue = (text.nodeValue ?? '').replace('OutOfStock', 'InStock')
  })
  await expect(button).toHaveCount(0)
})

test('a page can show the thanks itself', async ({ calmPage: page, shop }) => {
  await page.evaluate(() =>
    document.addEventListener('shelfbell:subscribed', (event) => {
      event.preventDefault()
      const { sku } = (event as CustomEvent<{ sku: string }>).detail
      document.title = `Thanks for ${sku}`
    }),
  )
  await page.getByRole('button', NOTIFY).click()
  await page.getByLabel('Email address').fill(shop.address('thanks'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle('Thanks for TEE-S')
  await expect(page.getByRole('region')).toHaveCount(0)
  await expect(page.getByRole('button', NOTIFY)).toBeFocused()
})

test('the inline form explains a foreign answer, and focuses the button that retries', async ({
  calmPage: page,
}) => {
  await page.route('**/v1/client/config*', (route) => route.fulfill({ body: '<p>Sign in</p>' }))
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('alert')).toHaveText(/Something went wrong/)
  await expect(page.getByRole('button', { name: 'Try again' })).toBeFocused()
})

test('a page can style each part of the inline form, by the names in the documentation', async ({
  calmPage: page,
  shop,
}) => {
  const { ok } = await shop.api('PATCH', '/v1/shop', {
    maxQuantity: 2,
    consent: {
      version: '1',
      texts: { en: { email: 'One mail.', marketing: 'News.' } },
      privacyUrl: `${shop.origin}/privacy`,
    },
  })
  expect(ok).toBe(true)
  await page.addStyleTag({ content: 'shelf-bell::part(label) { color: rgb(0, 0, 255) }' })
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByText('Email address')).toHaveCSS('color', 'rgb(0, 0, 255)')
  await page.getByLabel('Email address').fill('nobody')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Email address')).toHaveAttribute('aria-invalid', 'true')

  const form = page.locator('shelf-bell[exportparts]')
  const exported = ((await form.getAttribute('exportparts')) ?? '').split(',').toSorted()
  const parts = await form
    .locator('[part]')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('part') ?? ''))
  expect([...new Set(parts)].toSorted()).toEqual(exported)
  const docs = readFileSync('docs/widget.md', 'utf8').replace(/\s+/g, ' ')
  const [, named = ''] = /in the form (`dialog`.*?), wherever it opens/.exec(docs) ?? []
  expect([...named.matchAll(/`(\w+)`/g)].map(([, name]) => name).toSorted()).toEqual(exported)
})
