/** Ways to bring the script into a page that names no place, and the target that a page names. */
import type { Page } from '@playwright/test'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock } from '../shopper.ts'

const SRC = '{{WORKER}}/shelfbell.js'
const TAG = `<script async src="${SRC}" data-shop="{{SHOP}}"></script>`

/** As tag managers do: a script without attributes is appended to the head. */
const managed = (src: string, kind = '') => `<script>
  addEventListener('load', () => {
    const script = document.createElement('script')
    script.src = '${src}'
    script.type = '${kind}'
    document.head.append(script)
  })
</script>`

const WAYS: Record<string, { HEAD?: string; FOOTER?: string }> = {
  'in the head': { HEAD: TAG },
  'appended to the head by a tag manager, which drops the attributes': {
    HEAD: managed(`${SRC}?shop={{SHOP}}`),
  },
  'appended as a module': { HEAD: managed(`${SRC}?shop={{SHOP}}`, 'module') },
  'started by a module of the page': {
    HEAD: `<script type="module">
      import { start } from '{{WORKER}}/shelfbell.mjs'
      start({ shop: '{{SHOP}}' })
    </script>`,
  },
  'in a hidden element': { FOOTER: `<div hidden>${TAG}</div>` },
  'removed by a consent tool once it has run': {
    HEAD: TAG.replace(' async', ' async onload="this.remove()"'),
  },
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`the button is beside the buy button, with the script ${name}`, async ({
    calmPage: page,
    shop,
  }) => {
    shop.serve('23_placement', {}, { HEAD: '', FOOTER: '', ...way })
    await shop.setStock({ LAMP: 0 })
    await page.goto(`${shop.origin}/shop.html`)
    await expect(page.locator('#buy + shelf-bell')).toHaveCount(1)
    await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    await expect(page.locator('shelf-bell')).toHaveCount(1)
  })
}

test('a script whose settings are in its address works like any other', async ({
  calmPage: page,
  shop,
}) => {
  const src = `${SRC}?shop={{SHOP}}&target=.place&label=Tell%20me`
  shop.serve('23_placement', {}, { HEAD: managed(src), FOOTER: '' })
  await shop.setStock({ LAMP: 0 })
  await page.goto(`${shop.origin}/shop.html`)
  await expect(page.locator('#desktop + shelf-bell')).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Tell me' })).toBeVisible()
  await page.getByRole('button', { name: 'Tell me' }).click()
  await page.getByLabel('Email address').fill(shop.address('managed'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await restock(shop, 'LAMP', shop.address('managed'))
  await expectGone(page)
})

/** The console's warnings. */
function warningsOf(page: Page): string[] {
  const warnings: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text())
  })
  return warnings
}

test('a script without a key says so, once', async ({ calmPage: page, shop }) => {
  shop.serve('23_placement', {}, { HEAD: managed(SRC), FOOTER: '' })
  const warnings = warningsOf(page)
  await page.goto(`${shop.origin}/shop.html`, { waitUntil: 'networkidle' })
  expect(warnings).toEqual([expect.stringContaining('data-shop is missing')])
  await expect(page.locator('shelf-bell')).toHaveCount(0)
})

test('a target that is no selector is named once, and the button goes where it would without', async ({
  calmPage: page,
  shop,
}) => {
  const HEAD = TAG.replace(' async', ' async data-target="#1"')
  shop.serve('23_placement', {}, { HEAD, FOOTER: '' })
  await shop.setStock({ LAMP: 0 })
  const warnings = warningsOf(page)
  await page.goto(`${shop.origin}/shop.html`)
  await expect(page.locator('#buy + shelf-bell')).toHaveCount(1)
  expect(warnings).toEqual([expect.stringContaining('data-target is no CSS selector: #1')])
})

test('a page with neither a buy button nor a heading says once what to do', async ({
  calmPage: page,
  shop,
}) => {
  shop.serve('23_placement', {}, { HEAD: '', FOOTER: '' })
  await shop.setStock({ LAMP: 0 })
  const warnings = warningsOf(page)
  await page.goto(`${shop.origin}/empty.html`)
  await page.evaluate(
    async ([file, key]) => {
      const { start } = await import(file)
      start({ shop: key, sku: 'LAMP' })
    },
    [`${WORKER}/shelfbell.mjs`, shop.publicKey] as const,
  )
  await expect.poll(() => warnings).toEqual([expect.stringContaining('set data-target')])
  await page.evaluate(() => document.body.append(document.createElement('p')))
  await page.waitForLoadState('networkidle')
  expect(warnings).toHaveLength(1)
  // The button appears as soon as the page has a heading.
  await page.evaluate(() => {
    const heading = document.createElement('h1')
    heading.textContent = 'Lamp'
    document.body.append(heading)
  })
  await expect(page.locator('h1 + shelf-bell')).toHaveCount(1)
})

for (const [place, attribute] of [
  ['beside', ''],
  ['in place of', ' data-place="replace"'],
]) {
  test(`the button stands ${place} the target that is seen, and follows when another is`, async ({
    calmPage: page,
    shop,
  }) => {
    const HEAD = TAG.replace(' async', ` async data-target=".place"${attribute}`)
    shop.serve('23_placement', {}, { HEAD, FOOTER: '' })
    await shop.setStock({ LAMP: 0 })
    await page.setViewportSize({ width: 1000, height: 700 })
    await page.goto(`${shop.origin}/shop.html`)
    for (const [width, seen] of [
      [1000, 'desktop'],
      [500, 'mobile'],
      [1000, 'desktop'],
    ] as const) {
      await page.setViewportSize({ width, height: 700 })
      await expect(page.locator(`#${seen} + shelf-bell`)).toHaveCount(1)
      await expect(page.locator('shelf-bell')).toHaveCount(1)
      await expect(page.getByRole('button', NOTIFY)).toBeVisible()
    }
    await page.evaluate(() => document.querySelector('#desktop')?.remove())
    // Without a target that is seen, it goes where it would without one.
    await page.evaluate(() => document.querySelector('#mobile')?.remove())
    await expect(page.locator(attribute ? '#buy ~ shelf-bell' : '#buy + shelf-bell')).toHaveCount(1)
  })
}
