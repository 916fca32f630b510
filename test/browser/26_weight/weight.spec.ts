/** What the widget costs the page that it is on, where the CPU is four times slower. */
import type { Browser, Page } from '@playwright/test'
import { WORKER } from '../places.ts'
import { expect, type HostShop, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'
import { LONG_TASK_MS, weigh } from '../weight.ts'

/** Weighs the page in one of its guises until what `until` waits for. */
async function load(
  [browser, page, shop]: [Browser, Page, HostShop],
  guise: string,
  until: () => Promise<unknown>,
) {
  shop.serve('26_weight')
  return weigh(browser, page, [WORKER], async () => {
    await page.goto(`${shop.origin}/?${guise}`)
    await until()
  })
}

// A recording of the page would be weighed along.
test.use({ trace: 'off' })

for (const guise of ['widget&marked', 'widget&marked=false', 'widget&replace']) {
  test(`nothing moves and nothing takes long when the button shows: ${guise}`, async ({
    browser,
    calmPage: page,
    shop,
  }) => {
    await shop.setStock({ KETTLE: 0 })
    const button = page.getByRole('button', NOTIFY)
    const weight = await load([browser, page, shop], guise, () => button.waitFor())
    expect(weight.tasksMs.length).toBeGreaterThan(0)
    expect(weight.tasksMs.filter((ms) => ms > LONG_TASK_MS)).toEqual([])
    expect(weight.cls).toBe(0)
  })
}

test('the measure sees what moves and what takes long', async ({ browser, page, shop }) => {
  const weight = await load([browser, page, shop], 'clumsy', () =>
    page.getByText('Far too late').waitFor(),
  )
  expect(weight.tasksMs.filter((ms) => ms > LONG_TASK_MS)).not.toEqual([])
  expect(weight.cls).toBeGreaterThan(0)
})

test('the form opens, and is closed, without a long task', async ({
  browser,
  calmPage: page,
  shop,
}) => {
  await shop.setStock({ KETTLE: 0 })
  const weight = await load([browser, page, shop], 'widget&marked=false', async () => {
    await page.getByRole('button', NOTIFY).click()
    await page.getByLabel('E-mail address').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
  expect(weight.tasksMs.filter((ms) => ms > LONG_TASK_MS)).toEqual([])
  expect(weight.cls).toBe(0)
})

for (const [guise, asked] of [
  ['widget&marked=true', ['/shelfbell.js']],
  ['widget&marked', ['/shelfbell.js', '/v1/client/availability']],
] as const) {
  test(`in stock, the page is left alone: ${guise}`, async ({ browser, calmPage: page, shop }) => {
    await shop.setStock({ KETTLE: 3 })
    const weight = await load([browser, page, shop], guise, () =>
      page.waitForLoadState('networkidle'),
    )
    expect(weight.fetched.map(({ path }) => path)).toEqual(asked)
    expect(weight.tasksMs.filter((ms) => ms > LONG_TASK_MS)).toEqual([])
    expect(weight.cls).toBe(0)
    await expect(page.getByRole('button', NOTIFY)).toHaveCount(0)
  })
}

test('no cookie and nothing stored, whatever the shopper does', async ({
  calmPage: page,
  shop,
}) => {
  await shop.setStock({ KETTLE: 0 })
  shop.serve('26_weight')
  await page.goto(`${shop.origin}/?widget&marked`)
  await page.getByRole('button', NOTIFY).click()
  await page.getByLabel('E-mail address').fill(shop.address('weighed'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
  expect(await page.context().storageState({ indexedDB: true })).toEqual({
    cookies: [],
    origins: [],
  })
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0)
})
