/**
 * What the widget costs its page: requests, layout shifts and storage, on a CPU four times slower. Its time
 * is compared with a page without it by `npm run bench:widget`, because a busy machine makes any task long.
 */
import type { Browser, Page } from '@playwright/test'
import { WORKER } from '../places.ts'
import { expect, type HostShop, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'
import { weigh } from '../weight.ts'

// A trace would be measured, too.
test.use({ trace: 'off' })

/** Loads a variant of the page in an empty browser until `until` resolves. */
async function load(
  browser: Browser,
  shop: HostShop,
  guise: string,
  until: (page: Page) => Promise<unknown>,
) {
  shop.serve('28_weight')
  const context = await browser.newContext()
  const page = await context.newPage()
  const { fetched, cls } = await weigh(browser, page, [WORKER], async () => {
    await page.goto(`${shop.origin}/?${guise}`)
    await until(page)
  })
  await context.close()
  return { fetched: fetched.map(({ path }) => path), cls }
}

const button = (page: Page) => page.getByRole('button', NOTIFY)

for (const guise of [
  'widget&marked',
  'widget&marked=false',
  'widget&replace',
  'widget&replace&data=OutOfStock',
]) {
  test(`the button appears without layout shift: ${guise}`, async ({ browser, shop }) => {
    await shop.setStock({ KETTLE: 0 })
    const weight = await load(browser, shop, guise, (page) => button(page).waitFor())
    expect(weight.cls).toBe(0)
  })
}

test('the measurement detects layout shifts', async ({ browser, shop }) => {
  const weight = await load(browser, shop, 'clumsy', (page) =>
    page.getByText('Far too late').waitFor(),
  )
  expect(weight.cls).toBeGreaterThan(0)
})

test('the form opens and closes without layout shift', async ({ browser, shop }) => {
  await shop.setStock({ KETTLE: 0 })
  const weight = await load(browser, shop, 'widget&marked=false', async (page) => {
    await button(page).click()
    await page.getByLabel('Email address').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
  expect(weight.cls).toBe(0)
})

for (const [guise, asked] of [
  ['widget&marked=true', ['/shelfbell.js']],
  ['widget&marked', ['/shelfbell.js', '/ask.js', '/v1/client/availability']],
  ['widget&data=InStock', ['/shelfbell.js']],
] as const) {
  test(`a page in stock gets no layout shift and few requests: ${guise}`, async ({
    browser,
    shop,
  }) => {
    await shop.setStock({ KETTLE: 3 })
    const weight = await load(browser, shop, guise, async (page) => {
      await page.waitForLoadState('networkidle')
      await expect(button(page)).toHaveCount(0)
    })
    expect(weight.fetched).toEqual(asked)
    expect(weight.cls).toBe(0)
  })
}

test('the widget stores nothing in the browser, and sets no cookie', async ({
  calmPage: page,
  shop,
}) => {
  await shop.setStock({ KETTLE: 0 })
  shop.serve('28_weight')
  await page.goto(`${shop.origin}/?widget&marked`)
  await subscribe(page, shop.address('weighed'))
  expect(await page.context().storageState({ indexedDB: true })).toEqual({
    cookies: [],
    origins: [],
  })
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0)
  await restock(shop, 'KETTLE', shop.address('weighed'))
  await expectGone(page)
})
