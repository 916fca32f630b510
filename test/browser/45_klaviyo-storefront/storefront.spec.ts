/**
 * A shop's own form, as Klaviyo's guide writes it: only the address of the API is the Worker's. The page is on
 * another origin, so Chromium asks in a preflight whether it may send `revision` and JSON.
 */
import type { Page } from '@playwright/test'
import { WORKER } from '../places.ts'
import { expect, type HostShop, test } from '../shop.ts'
import { restock, waitingFor } from '../shopper.ts'

const SKU = 'SHIRT-M'
const TEXTS = {
  email: 'Acme sends one e-mail when it is back.',
  marketing: 'Send me news and offers, too.',
}

/** Opens the page of a shop that speaks Klaviyo; gives what the page logs. */
async function visit(
  page: Page,
  shop: HostShop,
  { company = shop.publicKey, settings = {} } = {},
): Promise<string[]> {
  const { ok } = await shop.api('PATCH', '/v1/shop', {
    catalog: 'strict',
    dialects: {
      klaviyo: {
        consent: { version: 'form-1', texts: { en: TEXTS } },
        companyIds: company === shop.publicKey ? [] : [company],
      },
    },
    ...settings,
  })
  if (!ok) throw new Error('The shop does not take its settings')
  const url = `${shop.origin}/p/shirt`
  await shop.api('PUT', '/v1/products', [{ sku: SKU, title: 'Linen shirt', url }])
  await shop.setStock({ [SKU]: 0 })
  const logged: string[] = []
  page.on('console', (message) => message.type() === 'log' && logged.push(message.text()))
  shop.serve('45_klaviyo-storefront', {}, { COMPANY: company })
  await page.goto(shop.origin)
  return logged
}

async function ask(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Tell me when it is back' }).click()
}

/** The preflights that Chromium sends of its own: the address, and the headers that the page wants to send. */
async function preflightsOf(page: Page): Promise<[url: string, headers: string | undefined][]> {
  const asked: [string, string | undefined][] = []
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', ({ request: { method, url, headers } }) => {
    if (method !== 'OPTIONS') return
    const names = Object.entries(headers).find(([name]) => /request-headers$/i.test(name))
    asked.push([url, names?.[1]])
  })
  return asked
}

test('a click on the shop’s own form leads to the mail', async ({ page, shop }) => {
  const preflights = await preflightsOf(page)
  const logged = await visit(page, shop)
  const ada = shop.address('ada')
  await ask(page, ada)
  await expect(page.locator('output')).toHaveText('202')
  const url = `${WORKER}/client/back-in-stock-subscriptions/?company_id=${shop.publicKey}`
  await expect.poll(() => preflights).toEqual([[url, 'content-type,revision']])
  // A 202 has no body, and the guide's example reads one: it fails there as it does with Klaviyo.
  await expect.poll(() => logged).toEqual([expect.stringMatching(/^error:SyntaxError: .*JSON/)])
  const { subject, leadsTo } = await restock(shop, SKU, ada)
  expect(subject).toContain('Linen shirt')
  expect(leadsTo).toMatch(new RegExp(`^${shop.origin}/p/shirt`))
})

test('a company id of Klaviyo stands for the shop, and a second click changes nothing', async ({
  page,
  shop,
}) => {
  // No two shops of the Worker may have one company id.
  const company = `Co${shop.publicKey.slice(-8)}`
  const logged = await visit(page, shop, { company })
  const ada = shop.address('ada')
  for (const clicks of [1, 2]) {
    await ask(page, ada)
    await expect.poll(() => logged).toHaveLength(clicks)
    await expect(page.locator('output')).toHaveText('202')
  }
  await restock(shop, SKU, ada)
  expect(await waitingFor(shop, ada)).toEqual([])
})

test('the page reads why a request is refused', async ({ page, shop }) => {
  const logged = await visit(page, shop)
  await ask(page, 'ada@')
  await expect(page.locator('output')).toHaveText('400')
  const error = (text: string | undefined) =>
    (JSON.parse(text ?? '') as { errors: unknown[] }).errors[0]
  await expect.poll(() => logged).toHaveLength(1)
  expect(error(logged[0])).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 400,
    code: 'invalid',
    title: 'Invalid input.',
    detail: 'Invalid email address',
    source: { pointer: '/data/attributes/email' },
    meta: {},
  })
  await page.goto(`${shop.origin}/?variant=NO-SUCH`)
  await ask(page, shop.address('ada'))
  await expect(page.locator('output')).toHaveText('404')
  await expect.poll(() => logged).toHaveLength(2)
  expect(error(logged[1])).toMatchObject({ status: 404, code: 'variant_not_found' })
})

test('a page that is not of the shop’s origins is refused, and can read that', async ({
  page,
  shop,
}) => {
  const logged = await visit(page, shop, { settings: { origins: ['https://acme.example'] } })
  const ada = shop.address('ada')
  await ask(page, ada)
  await expect(page.locator('output')).toHaveText('403')
  await expect.poll(() => logged.join('\n')).toContain('permission_denied')
  const known = await shop.api('POST', '/v1/contacts/lookup', { email: ada })
  expect(known.status).toBe(404)
})

test('the newsletter’s box of the form is recorded as a consent of its own', async ({
  page,
  shop,
}) => {
  const logged = await visit(page, shop)
  const ada = shop.address('ada')
  await page.getByLabel('Send me news').check()
  await ask(page, ada)
  await expect.poll(() => logged).toContain('news:202')
  await expect(page.locator('output')).toHaveText('202')
  const found = await (await shop.api('POST', '/v1/contacts/lookup', { email: ada })).json()
  const shown = await (await shop.api('GET', `/v1/contacts/${(found as { id: string }).id}`)).json()
  const { consents } = shown as { consents: { purpose: string; text: string }[] }
  expect(consents.map(({ purpose, text }) => [purpose, text]).toSorted()).toEqual([
    ['alert', TEXTS.email],
    ['marketing', TEXTS.marketing],
  ])
})
