/** The texts of each state of the form, and how a shopper continues from it. */
import type { Page } from '@playwright/test'
import { expect, test, type HostShop } from '../shop.ts'
import { mailTo, NOTIFY, subscribe, waitingFor } from '../shopper.ts'

const BUTTON = { name: 'Notify me', exact: true }

async function open(page: Page, shop: HostShop, address: string) {
  await page.goto(shop.origin)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(address)
  return dialog
}

test.beforeEach(async ({ shop }) => {
  shop.serve('02_attributes')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0 })
})

test('a shopper who subscribes twice reads the same answer and gets one message', async ({
  calmPage: page,
  shop,
}) => {
  const address = shop.address('twice')
  const words: string[] = []
  for (const _ of [1, 2]) {
    const dialog = await open(page, shop, address)
    await dialog.getByRole('button', BUTTON).click()
    await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Cancel this request' })).toBeVisible()
    words.push(await dialog.innerText())
  }
  expect(words[0]).toContain(address)
  expect(words[1]).toBe(words[0])
  await shop.setStock({ 'TEE-S': 5 })
  await mailTo(shop, address)
})

test('a shopper can subscribe again when the product sells out again', async ({
  calmPage: page,
  shop,
}) => {
  const address = shop.address('again')
  await page.goto(shop.origin)
  await subscribe(page, address, { axe: false })
  await shop.setStock({ 'TEE-S': 5 })
  await mailTo(shop, address)
  const answered = page.waitForResponse('**/v1/client/availability*')
  await page.reload()
  await answered
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)

  await shop.setStock({ 'TEE-S': 0 })
  await page.reload()
  await subscribe(page, address, { axe: false })
  expect(await shop.mailsTo(address)).toHaveLength(1)
  await shop.setStock({ 'TEE-S': 2 })
  await expect.poll(async () => (await shop.mailsTo(address)).length).toBe(2)
})

test('a shopper who must confirm reads the address of the mail, also the second time', async ({
  calmPage: page,
  shop,
}) => {
  await shop.api('PATCH', '/v1/shop', { doubleOptIn: true })
  const address = shop.address('confirm')
  for (const _ of [1, 2]) {
    const dialog = await open(page, shop, address)
    await dialog.getByRole('button', BUTTON).click()
    await expect(dialog.getByRole('heading', { name: 'One more step' })).toBeVisible()
    await expect(dialog).toContainText('and confirm:')
    await expect(dialog.getByText(address, { exact: true })).toBeVisible()
  }
  // The mail waits some seconds for further requests.
  await expect
    .poll(async () => (await shop.mailsTo(address)).length, { timeout: 15_000 })
    .toBeGreaterThan(0)
})

for (const [state, words, answer] of [
  ['tries too often', 'Wait a minute', { status: 429, json: { code: 'too_many_requests' } }],
  ['gets a server error', 'Something went wrong on our side', { status: 500 }],
  ['is offline', 'Check that you’re online', undefined],
] as const) {
  test(`a shopper who ${state} reads what to do, and can continue`, async ({ page, shop }) => {
    const dialog = await open(page, shop, shop.address('patient'))
    const path = '**/v1/client/subscriptions'
    await page.route(path, (route) => (answer ? route.fulfill(answer) : route.abort()))
    await dialog.getByRole('button', BUTTON).click()
    await expect(dialog.getByRole('alert')).toContainText(words)
    await expect(dialog.getByLabel('Email address')).toHaveValue(shop.address('patient'))
    await page.unroute(path)
    await dialog.getByRole('button', BUTTON).click()
    await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  })
}

// Browsers report a timeout under either name.
for (const name of ['TimeoutError', 'AbortError']) {
  test(`a shopper reads that a request took too long, and can continue: ${name}`, async ({
    calmPage: page,
    shop,
  }) => {
    const dialog = await open(page, shop, shop.address(name.toLowerCase()))
    await page.evaluate((called) => {
      const { timeout } = AbortSignal
      AbortSignal.timeout = () => {
        AbortSignal.timeout = timeout
        return AbortSignal.abort(new DOMException('', called))
      }
    }, name)
    await dialog.getByRole('button', BUTTON).click()
    await expect(dialog.getByRole('alert')).toContainText('This is taking too long')
    await dialog.getByRole('button', BUTTON).click()
    await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  })
}

test('a click beside the form closes only the form, and selecting text does not', async ({
  calmPage: page,
  shop,
}) => {
  const dialog = await open(page, shop, 'ada')
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: '#away', textContent: 'Away' })
    link.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 90px; height: 90px'
    document.body.append(link)
  })
  const field = await dialog.getByLabel('Email address').boundingBox()
  await page.mouse.move((field?.x ?? 0) + 60, (field?.y ?? 0) + 20)
  await page.mouse.down()
  await page.mouse.move(40, 40, { steps: 4 })
  await page.mouse.up()
  await expect(dialog).toBeVisible()
  const box = await dialog.boundingBox()
  await page.mouse.click((box?.x ?? 0) + 8, (box?.y ?? 0) + 60)
  await expect(dialog).toBeVisible()

  await page.mouse.click(40, 40)
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', NOTIFY)).toBeFocused()
  expect(page.url()).not.toContain('away')
  await page.getByRole('button', NOTIFY).click()
  await expect(dialog.getByLabel('Email address')).toHaveValue('ada')
})

test('each request of the form times out after fifteen seconds', async ({
  calmPage: page,
  shop,
}) => {
  await page.addInitScript(() => {
    const limits = new Map<AbortSignal, number>()
    const { timeout } = AbortSignal
    AbortSignal.timeout = (ms) => {
      const signal = timeout.call(AbortSignal, ms)
      limits.set(signal, ms)
      return signal
    }
    const asked: [path: string, ms: number | undefined][] = []
    const real = window.fetch
    window.fetch = (input, init) => {
      const ms = init?.signal ? limits.get(init.signal) : undefined
      asked.push([new URL(`${input}`).pathname, ms])
      return real(input, init)
    }
    Object.assign(window, { asked })
  })
  const dialog = await open(page, shop, shop.address('limits'))
  await dialog.getByRole('button', BUTTON).click()
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  const asked = await page.evaluate<[path: string, ms: number][]>('asked')
  expect(asked.filter(([path]) => !path.endsWith('/availability'))).toEqual([
    ['/v1/client/config', 15_000],
    ['/v1/client/subscriptions', 15_000],
  ])
})

test('a bot that fills in the hidden field is thanked, but not subscribed', async ({
  calmPage: page,
  shop,
}) => {
  const address = shop.address('machine')
  const dialog = await open(page, shop, address)
  const trap = dialog.locator('[name="website"]')
  await expect(trap).toHaveCount(1)
  // Hidden from view, from the Tab key and from screen readers.
  await expect(trap).toHaveCSS('clip-path', 'inset(50%)')
  await expect(trap).toHaveAttribute('tabindex', '-1')
  await expect(trap).toHaveAttribute('aria-hidden', 'true')
  await expect(trap).toHaveAttribute('autocomplete', 'off')

  await trap.evaluate((field: HTMLInputElement) => (field.value = 'https://spam.example'))
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await dialog.getByRole('button', BUTTON).click()
  expect((await sent).postDataJSON()).toMatchObject({ website: 'https://spam.example' })
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  expect(await waitingFor(shop, address)).toEqual([])
})

test('the form sends the page’s address with what names the product, and nothing of the shopper', async ({
  calmPage: page,
  shop,
}) => {
  const own = `${shop.origin}/?route=product/product&product_id=42`
  const campaign = 'utm_source=mail&gclid=Cj0'
  await page.goto(`${own}&${campaign}&customer=grace%40example.com&key=eve@example.com#basket`)
  // The page names no address for the product, so the page's own is used.
  await page.evaluate(() => document.querySelector('#place')?.removeAttribute('data-shelfbell-url'))
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email address').fill(shop.address('query'))
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await dialog.getByRole('button', BUTTON).click()
  const request = (await sent).postDataJSON()
  expect(request).toMatchObject({ page: own, product: { url: own } })
  expect(JSON.stringify(request)).not.toMatch(/grace|eve|basket|utm|gclid/)
})
