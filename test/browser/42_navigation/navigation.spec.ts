/** Pages that fetch the next page and put it into this one: Turbo, htmx, and as pjax, Barba and Astro do it. */
import type { Page } from '@playwright/test'
import { expect, type HostShop, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

const TAG = '<script async src="{{WORKER}}/shelfbell.js" data-shop="{{SHOP}}"></script>'
const REPLACE = TAG.replace(' async', ' async data-target="[name=add]" data-place="replace"')
const library = (name: string) => `<script src="/${name}.js"></script>`
const visits = (way: string) => `<script src="/visit.js" data-way="${way}"></script>`

/** What makes the navigation, and where the script tag is: beside the product, or not. */
const WAYS: Record<string, { HEAD: string; TAG?: string; END?: string }> = {
  'Turbo, the tag in the head': { HEAD: library('turbo') + TAG },
  'Turbo, the tag beside the product': { HEAD: library('turbo'), TAG },
  'Turbo, the tag at the end of the body': { HEAD: library('turbo'), END: TAG },
  'Turbo, in place of the buy button': { HEAD: library('turbo') + REPLACE },
  'htmx 4, the tag beside the product': { HEAD: library('htmx'), TAG },
  'htmx 2, the tag in the head': { HEAD: library('htmx2') + TAG },
  'htmx 2, in place of the buy button': { HEAD: library('htmx2'), TAG: REPLACE },
  'as pjax, the tag beside the product': { HEAD: visits('pjax'), TAG },
  'as Barba, the tag beside the product': { HEAD: visits('barba'), TAG },
  'as Astro, the tag at the end of the body': { HEAD: visits('astro'), END: TAG },
  'as Astro, in place of the buy button': { HEAD: visits('astro'), TAG: REPLACE },
}

/** Expects one button, beside the product's part of the living page, and no trace of a former one. */
async function expectButton(page: Page, name: string, way: { TAG?: string }, replaces: boolean) {
  // Until the former page is gone.
  await expect(page.locator('h1')).toHaveText([name])
  const buy = page.locator('[name=add]')
  await expect(buy).toHaveCount(1)
  const place = !way.TAG || replaces ? 'form [name=add] + shelf-bell' : '.note script + shelf-bell'
  await expect(page.locator(place)).toHaveCount(1)
  await expect(page.locator('shelf-bell')).toHaveCount(1)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  await expect(buy).toBeVisible({ visible: !replaces })
}

async function begin(
  page: Page,
  shop: HostShop,
  way: { HEAD: string; TAG?: string; END?: string },
) {
  shop.serve('42_navigation', {}, { TAG: '', END: '', ...way })
  await shop.setStock({ LAMP: 0, CHAIR: 0, STOOL: 3 })
  await page.goto(`${shop.origin}/lamp.html`)
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`the button follows each navigation: ${name}`, async ({ calmPage: page, shop }) => {
    const replaces = Object.values(way).join('').includes('data-place')
    await begin(page, shop, way)
    await expectButton(page, 'Lamp', way, replaces)
    await page.evaluate('window.first = window.Shelfbell')
    const visit = (link: string) => page.getByRole('link', { name: link, exact: true }).click()
    await visit('Chair')
    await expectButton(page, 'Chair', way, replaces)
    await page.getByRole('button', NOTIFY).click()
    await expect(page.getByRole('dialog').getByText('Chair')).toBeVisible()
    await page.keyboard.press('Escape')
    await visit('Stool')
    await expect(page.locator('h1')).toHaveText(['Stool'])
    await expect(page.locator('shelf-bell')).toHaveCount(0)
    await expect(page.locator('[name=add]')).toBeVisible()
    await page.goBack()
    await expectButton(page, 'Chair', way, replaces)
    await page.goBack()
    await expectButton(page, 'Lamp', way, replaces)
    // The same widget: it never started twice.
    expect(await page.evaluate('window.first === window.Shelfbell')).toBe(true)
    // Whatever the page kept of its buy button, it shows again when the product is back.
    await page.evaluate(() => {
      const data = document.querySelector('[type="application/ld+json"]') ?? document.body
      data.textContent = `${data.textContent}`.replace('OutOfStock', 'InStock')
    })
    await expect(page.locator('shelf-bell')).toHaveCount(0)
    await expect(page.locator('[name=add]')).toBeVisible()
  })
}

test('a shopper gets on the list after a navigation', async ({ calmPage: page, shop }) => {
  await begin(page, shop, { HEAD: library('turbo') + TAG })
  await page.getByRole('link', { name: 'Chair' }).click()
  await expect(page.locator('h1')).toHaveText(['Chair'])
  await subscribe(page, shop.address('visitor'))
  const mail = await restock(shop, 'CHAIR', shop.address('visitor'))
  expect(mail.leadsTo).toBe(`${shop.origin}/chair.html`)
  await expectGone(page)
})

test('a page that is morphed keeps its button', async ({ calmPage: page, shop }) => {
  await begin(page, shop, { HEAD: library('turbo') + TAG })
  await expect(page.locator('shelf-bell')).toHaveCount(1)
  await page.evaluate(`
    document.addEventListener('turbo:morph', () => (window.morphed = true))
    document.head.insertAdjacentHTML('beforeend', '<meta name="turbo-refresh-method" content="morph">')
    Turbo.visit(location.href, { action: 'replace' })
  `)
  await page.waitForFunction('window.morphed')
  await expect(page.locator('form [name=add] + shelf-bell')).toHaveCount(1)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
})

// A tag that is replaced brings its own settings.
test('the settings are those of the tag on the page', async ({ calmPage: page, shop }) => {
  await begin(page, shop, {
    HEAD: visits('astro'),
    END: TAG.replace(' async', ' async data-label="Tell me"'),
  })
  await expect(page.getByRole('button', { name: 'Tell me' })).toHaveCount(1)
  shop.serve(
    '42_navigation',
    {},
    { HEAD: '', TAG: '', END: TAG.replace(' async', ' async data-label="Call me"') },
  )
  await page.getByRole('link', { name: 'Chair' }).click()
  await expect(page.getByRole('button', { name: 'Call me' })).toHaveCount(1)
  await expect(page.locator('shelf-bell')).toHaveCount(1)
})
