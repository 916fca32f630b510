/** The Worker's pages in the look of a shop: readable, narrow, by keyboard, light and dark. */
import { expectSound } from '../axe.ts'
import { contrast, rgb } from '../painted.ts'
import { WORKER } from '../places.ts'
import { expect, type HostShop, test } from '../shop.ts'
import type { Page } from '@playwright/test'

const PICTURE = 'widget/demo/logo.png'

const LOOKS = {
  'a light look': {
    colors: { accent: '#ffd400', background: '#f3efe6' },
    corner: 0,
    font: 'serif',
  },
  'a dark look': { colors: { accent: '#0b5c4a', background: '#101418', surface: '#191f25' } },
}

async function expectFitting(page: Page) {
  await page.setViewportSize({ width: 320, height: 480 })
  await expect(page.getByRole('img', { name: 'Acme' })).toHaveJSProperty('complete', true)
  const { logo, wide } = await page.evaluate(() => ({
    logo: document.querySelector('img')?.naturalWidth,
    wide: document.documentElement.scrollWidth,
  }))
  // The page's policy lets it load.
  expect(logo).toBeGreaterThan(0)
  expect(wide).toBe(320)
  await expectSound(page)
}

async function wear(shop: HostShop, look: object) {
  const logo = { url: `${shop.origin}/logo.png`, width: 400, alt: 'Acme' }
  const answer = await shop.api('PATCH', '/v1/shop', { look: { logo, ...look } })
  expect(answer.status).toBe(200)
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`the pages are accessible and fit a narrow window in ${name}`, async ({ page, shop }) => {
    await page.route('**/logo.png', (route) => route.fulfill({ path: PICTURE }))
    await wear(shop, look)
    await page.goto(`${WORKER}/notify/${shop.publicKey}?sku=LAMP`)
    await expectFitting(page)
    await page.getByLabel('Email address').fill('nobody')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Email address')).toHaveAttribute('aria-invalid', 'true')
    await expectFitting(page)

    // 2.4.7, 1.4.11: the focus is seen on the card.
    await page.keyboard.press('Tab')
    const button = page.getByRole('button')
    await expect(button).toBeFocused()
    await expect(button).toHaveCSS('outline-style', 'solid')
    const [outline, card] = await button.evaluate((element) => [
      getComputedStyle(element).outlineColor,
      getComputedStyle(element.closest('main') ?? element).backgroundColor,
    ])
    expect(contrast(rgb(outline), rgb(card))).toBeGreaterThanOrEqual(3)
  })
}
