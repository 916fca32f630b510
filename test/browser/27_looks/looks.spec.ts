/** A light or dark page with two differently styled buttons for one product. */
import type { Page } from '@playwright/test'
import { expectNoFault } from '../axe.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock } from '../shopper.ts'

test.beforeEach(async ({ shop, page }) => {
  shop.serve('27_looks')
  await page.goto(shop.origin)
})

const surface = (page: Page) =>
  page.getByRole('dialog').evaluate((dialog) => getComputedStyle(dialog).backgroundColor)

test('the form is light or dark like the page, whatever the system setting', async ({
  calmPage: page,
}) => {
  for (const [system, theme, expected] of [
    ['dark', '', 'rgb(255, 255, 255)'],
    ['light', 'dark', 'rgb(29, 29, 33)'],
  ] as const) {
    await page.emulateMedia({ colorScheme: system })
    await page.evaluate((name) => (document.body.className = name), theme)
    await page.getByRole('button', NOTIFY).first().click()
    await expect(page.getByLabel('Email address')).toBeVisible()
    expect(await surface(page)).toBe(expected)
    await expectNoFault(page)
    await page.keyboard.press('Escape')
  }
})

test('the form takes the style of the pressed button, and returns the focus to it', async ({
  calmPage: page,
  shop,
}) => {
  const button = page.getByRole('button', NOTIFY).last()
  expect((await button.boundingBox())?.height).toBe(60)
  await expectNoFault(page)
  await button.click()
  const submit = page.getByRole('button', { name: 'Notify me', exact: true })
  await expect(submit).toHaveCSS('background-color', 'rgb(255, 179, 209)')
  await expect(submit).toHaveCSS('color', 'rgb(74, 13, 43)')
  await expect(submit).toHaveCSS('border-radius', '3px')
  await expect(submit).toHaveCSS('font-family', 'Georgia, serif')
  const box = page.getByRole('checkbox')
  await expect(box).toHaveCSS('accent-color', 'rgb(23, 23, 26)')
  await box.check()
  await expect(box).toHaveCSS('accent-color', 'rgb(255, 179, 209)')
  expect(await surface(page)).toBe('rgb(255, 240, 246)')
  await expectNoFault(page)
  await page.getByLabel('Email address').fill(shop.address('themed'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'You’re on the list' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await restock(shop, 'LAMP', shop.address('themed'))
  await expectGone(page)
})

test('the button’s focus ring is visible on light and on dark pages', async ({
  calmPage: page,
}) => {
  const button = page.getByRole('button', NOTIFY).first()
  await button.waitFor()
  await page.keyboard.press('Tab')
  await expect(button).toBeFocused()
  await expect(button).toHaveCSS('outline-style', 'solid')
  const ring = await button.evaluate((element) => getComputedStyle(element).outlineColor)
  const [red = 0, green = 0, blue = 0] = (ring.match(/\d+/g) ?? []).map((part) => {
    const value = Number(part) / 255
    return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92
  })
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  expect(1.05 / (light + 0.05)).toBeGreaterThan(3)
  expect((light + 0.05) / 0.05).toBeGreaterThan(3)
})

test('a page can style each part of the form', async ({ calmPage: page }) => {
  const parts = ['dialog', 'title', 'input', 'submit', 'close']
  const content = parts.map((part) => `shelf-bell::part(${part}) { opacity: 0.9 }`).join('\n')
  await page.addStyleTag({ content })
  await page.getByRole('button', NOTIFY).first().click()
  const dialog = page.getByRole('dialog')
  for (const one of [
    dialog,
    dialog.getByRole('heading'),
    dialog.getByLabel('Email address'),
    dialog.getByRole('button', { name: 'Notify me', exact: true }),
    dialog.getByRole('button', { name: 'Close' }),
  ]) {
    await expect(one).toHaveCSS('opacity', '0.9')
  }
})

test('the form does not animate if the shopper prefers reduced motion', async ({
  calmPage: page,
}) => {
  const moving = () =>
    page.getByRole('dialog').evaluate((dialog) => getComputedStyle(dialog).animationName)
  const button = page.getByRole('button', NOTIFY).first()
  await button.click()
  expect(await moving()).toBe('rise')
  await page.keyboard.press('Escape')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await button.click()
  expect(await moving()).toBe('none')
})

test('the whole form can be reached at 320 px and at 200 % zoom', async ({ calmPage: page }) => {
  for (const size of [
    { width: 320, height: 480 },
    { width: 640, height: 300 },
  ]) {
    await page.setViewportSize(size)
    await page.getByRole('button', NOTIFY).first().click()
    const submit = page.getByRole('button', { name: 'Notify me', exact: true })
    await submit.scrollIntoViewIfNeeded()
    await expect(submit).toBeInViewport({ ratio: 1 })
    const dialog = page.getByRole('dialog')
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
      0,
    )
    await page.keyboard.press('Escape')
  }
})

test('every theme of the gallery passes axe', async ({ calmPage: page }) => {
  await page.goto('/demo/themes')
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(6)
  await expectNoFault(page, 'html')
  for (const button of await page.getByRole('button', NOTIFY).all()) {
    await button.click()
    await expect(page.getByLabel('Email address')).toBeFocused()
    await expectNoFault(page, 'html')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
  }
})
