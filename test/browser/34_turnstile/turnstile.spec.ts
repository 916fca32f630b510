/**
 * A shop that uses Turnstile, on a page that admits scripts only by nonce, and script addresses only
 * through the widget's trusted types policy.
 */
import type { Page } from '@playwright/test'
import { fake } from '../../fakes/turnstile.ts'
import { KEYS } from '../../fakes/turnstile-token.ts'
import { expectNoFault } from '../axe.ts'
import { expect, test as base, type HostShop } from '../shop.ts'
import { expectGone, NOTIFY, restock, waitingFor } from '../shopper.ts'

const POLICY = [
  "script-src 'nonce-once' {{WORKER}}",
  "require-trusted-types-for 'script'",
  'trusted-types shelfbell',
].join('; ')

const PASSES = '1x0000000000000000000000000000000AA'

const test = base.extend<{ turnstile: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  turnstile: async ({}, use) => {
    const { url, close } = await fake.start()
    await use(url)
    close()
  },
})

/** Loads a page of a shop with these keys, until its button is there. */
async function load(page: Page, shop: HostShop, turnstile: object) {
  const { ok } = await shop.api('PATCH', '/v1/shop', { turnstile })
  expect(ok).toBe(true)
  shop.serve('34_turnstile', { 'Content-Security-Policy': POLICY })
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0 })
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).waitFor()
}

/** Opens the form on such a page, and fills in an address. */
async function open(page: Page, shop: HostShop, turnstile: object, address: string) {
  await load(page, shop, turnstile)
  await openForm(page, address)
}

async function openForm(page: Page, address: string) {
  await page.getByRole('button', NOTIFY).click()
  await page.getByLabel('Email address').fill(address)
}

const send = (page: Page) => page.getByRole('button', { name: 'Notify me', exact: true }).click()
const done = (page: Page) => page.getByRole('heading', { name: 'You’re on the list' })
const REFUSED = 'We couldn’t check that you’re human. Wait a moment, then try again.'

test('Turnstile loads when the form opens, and gives each request a token', async ({
  calmPage: page,
  shop,
  turnstile,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const script = page.waitForResponse(`${turnstile}/turnstile/v0/api.js?render=explicit`)
  const address = shop.address('person')
  await load(page, shop, { ...KEYS, baseUrl: turnstile })
  expect(asked.filter((url) => url.startsWith(turnstile))).toEqual([])
  await openForm(page, address)
  await script

  await page.getByLabel('M', { exact: true }).check()
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST') return
    sent.push((request.postDataJSON() as { turnstileToken: string }).turnstileToken)
  })
  await send(page)
  await expect(done(page)).toBeVisible()
  expect(new Set(sent).size).toBe(2)
  await page.getByRole('dialog').locator('.main').click()
  await expectNoFault(page)
  await restock(shop, 'TEE-S', address)
  await shop.setStock({ 'TEE-M': 1 })
  await expectGone(page)
})

test('a Turnstile challenge appears in the form, and its answer sends the form', async ({
  calmPage: page,
  shop,
  turnstile,
}) => {
  const keys = { siteKey: '3x00000000000000000000FF', secret: PASSES, baseUrl: turnstile }
  await open(page, shop, keys, shop.address('asked'))
  await send(page)
  const tick = page.getByRole('dialog').getByLabel('Verify you are human')
  await expect(tick).toBeInViewport({ ratio: 1 })
  await expectNoFault(page)
  await tick.click()
  await expect(done(page)).toBeVisible()
})

test('a shopper whom Turnstile refuses reads so, and is not stored', async ({
  page,
  shop,
  turnstile,
}) => {
  const keys = { siteKey: '2x00000000000000000000AB', secret: PASSES, baseUrl: turnstile }
  const address = shop.address('machine')
  await open(page, shop, keys, address)
  const answered = page.waitForResponse('**/v1/client/subscriptions')
  await send(page)
  await expect(page.getByRole('alert')).toHaveText(REFUSED)
  expect((await answered).status()).toBe(422)
  await expect(page.getByLabel('Email address')).toHaveValue(address)
  expect(await waitingFor(shop, address)).toEqual([])
})

test('the next press loads Turnstile’s script again if it failed to load', async ({
  page,
  shop,
  turnstile,
}) => {
  await page.route('**/turnstile/v0/api.js*', (route) => route.abort())
  await open(page, shop, { ...KEYS, baseUrl: turnstile }, shop.address('blocked'))
  await send(page)
  await expect(page.getByRole('alert')).toHaveText(REFUSED)
  await page.unroute('**/turnstile/v0/api.js*')
  await send(page)
  await expect(done(page)).toBeVisible()
})

test('a shopper can subscribe while Turnstile is down', async ({
  calmPage: page,
  shop,
  turnstile,
}) => {
  const address = shop.address('unchecked')
  await open(page, shop, { ...KEYS, baseUrl: `${turnstile}/broken` }, address)
  await send(page)
  await expect(done(page)).toBeVisible()
  await restock(shop, 'TEE-S', address)
})
