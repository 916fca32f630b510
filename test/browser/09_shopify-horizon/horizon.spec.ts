/** A Shopify theme like Horizon: DOM events without the sku. Older versions have another event. */
import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe, waitingFor } from '../shopper.ts'

test.beforeEach(async ({ shop }) => {
  shop.serve('09_shopify-horizon')
  await shop.setStock({ 'TEE-S': 4 })
})

const size = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

for (const [era, query] of [
  ['the standard events', ''],
  ['the older event', '?old'],
] as const) {
  test(`the button replaces the buy button, with ${era}`, async ({ calmPage: page, shop }) => {
    const address = shop.address(`horizon${query.length}`)
    await page.goto(`${shop.origin}/products/tee${query}`)
    const buy = page.locator('[name="add"]')
    await page.waitForFunction(() => 'Shelfbell' in window)
    await size(page, 'M').check()
    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    await expect(buy).toBeHidden()
    await subscribe(page, address, { axe: !query })
    await size(page, 'S').check()
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
    await expect(buy).toBeVisible()

    const mail = await restock(shop, 'TEE-M', address)
    expect(mail.subject).toBe('Back in stock: Harbour tee, M')
    await page.goto(mail.leadsTo ?? '')
    await expectGone(page)
    await expect(buy).toBeEnabled()
  })
}

test('a combination that does not exist has no button', async ({ calmPage: page, shop }) => {
  await page.goto(`${shop.origin}/products/tee`)
  await size(page, 'M').check()
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await size(page, 'XL').check()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
})

test('the widget asks the shop’s pages for nothing about a variant that the structured data describes', async ({
  calmPage: page,
  shop,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${shop.origin}/products/tee?data`)
  await page.waitForFunction(() => 'Shelfbell' in window)
  await size(page, 'M').check()
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('dialog').getByLabel('Email address')).toBeFocused()
  expect(asked.filter((url) => /tee\.js/.test(url))).toEqual([])
  expect(asked.filter((url) => url.includes('/v1/client/availability'))).toHaveLength(1)
})

test('the widget asks the Worker for the variant by id if the shop does not answer', async ({
  page,
  shop,
}) => {
  await shop.setStock({ 101: 2, 102: 0 })
  await page.route('**/products/tee.js', (route) => route.fulfill({ status: 401 }))
  await page.goto(`${shop.origin}/products/tee`)
  await page.waitForResponse('**/v1/client/availability*')
  await size(page, 'M').check()
  await subscribe(page, shop.address('id'), { axe: false })
  const mail = await restock(shop, '102', shop.address('id'))
  expect(mail.leadsTo).toBe(`${shop.origin}/products/tee?variant=102`)
  await page.goto(mail.leadsTo ?? '')
  await expectGone(page)
})

test('on a page opened with a sold-out variant, the mail has its name and its price', async ({
  page,
  shop,
}) => {
  await page.route('**/products/tee.js', (route) => route.fulfill({ status: 401 }))
  await page.goto(`${shop.origin}/products/tee?variant=102&opened`)
  await subscribe(page, shop.address('opened'), { axe: false })
  const mail = await restock(shop, 'TEE-M', shop.address('opened'))
  expect(mail.subject).toBe('Back in stock: Harbour tee, M')
  expect(mail.text).toMatch(/SEK\s19\.90/)
  expect(mail.leadsTo).toBe(`${shop.origin}/products/tee?variant=102`)
})

test('the form shows the name and variants of another product that the page loads', async ({
  calmPage: page,
  shop,
}) => {
  await page.goto(`${shop.origin}/products/tee?any`)
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('M', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')

  // As themes do that render the next product into the same page.
  const read = page.waitForResponse('**/products/mug.js', { timeout: 5000 })
  await page.evaluate(() => {
    history.pushState({}, '', '/products/mug')
    document.querySelector('[property="og:title"]')?.setAttribute('content', 'Harbour mug')
    const id = document.querySelector<HTMLInputElement>('[name="id"]')
    if (id) id.value = '201'
    const heading = document.querySelector('h1')
    if (heading) heading.textContent = 'Harbour mug'
  })
  await read
  await page.getByRole('button', NOTIFY).click()
  await expect(dialog.getByText('Harbour mug', { exact: true })).toBeVisible()
  await expect(dialog.getByRole('group').locator('label')).toHaveText(['Blue', 'Red'])
  await dialog.getByLabel('Email address').fill(shop.address('mug'))
  const sent = page.waitForRequest('**/v1/client/subscriptions')
  await page.keyboard.press('Enter')
  const product = (await sent).postDataJSON()['product']
  expect(product).toMatchObject({
    title: 'Harbour mug',
    variantTitle: 'Blue',
    url: `${shop.origin}/products/mug?variant=201`,
  })
  await expect(dialog.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  expect(await waitingFor(shop, shop.address('mug'))).toEqual(['MUG-BLUE'])
})

test('an outdated answer about stock shows no button, and removes none', async ({ page, shop }) => {
  await shop.setStock({ 101: 0 })
  await page.route('**/products/tee.js', (route) => route.fulfill({ status: 401 }))
  // Each answer about stock is held back until the test releases it.
  await page.addInitScript(() => {
    const held: (() => void)[] = []
    const real = window.fetch
    window.fetch = async (input, init) => {
      const answer = await real(input, init)
      if (!`${input}`.includes('availability')) return answer
      return new Promise((go) => held.push(() => go(answer)))
    }
    Object.assign(window, { held })
  })
  const held = () => page.evaluate<number>('held.length')
  await page.goto(`${shop.origin}/products/tee`)
  await expect.poll(held).toBe(1)
  for (const answers of [2, 3]) {
    await page.evaluate(() => window.Shelfbell?.refresh())
    await expect.poll(held).toBe(answers)
  }
  await page.evaluate('held[2]()')
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  expect(await release(page, 1)).toBe(0)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await size(page, 'XL').check()
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)

  // Not even for a moment.
  expect(await release(page, 0)).toBe(0)

  await page.reload()
  await expect.poll(held).toBe(1)
  await page.evaluate(() => window.Shelfbell?.destroy())
  expect(await release(page, 0)).toBe(0)
})

/** Releases a held answer; returns how often a button came or went within a few tasks of the page. */
const release = (page: Page, index: number) =>
  page.evaluate(async (which) => {
    let changes = 0
    const observer = new MutationObserver((all) => {
      for (const { addedNodes, removedNodes } of all) {
        for (const { nodeName } of [...addedNodes, ...removedNodes]) {
          if (nodeName === 'SHELF-BELL') changes += 1
        }
      }
    })
    observer.observe(document, { childList: true, subtree: true })
    const held = Reflect.get(window, 'held') as (() => void)[]
    held[which]?.()
    for (let task = 0; task < 30; task += 1) await new Promise((done) => setTimeout(done))
    return changes
  }, index)
