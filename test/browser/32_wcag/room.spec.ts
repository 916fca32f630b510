/** The WCAG 2.2 criteria about space: the form is complete at any window and text size. */
import type { Page } from '@playwright/test'
import { askForEverything, controlsOf, openForm } from '../everything.ts'
import { expect, test } from '../shop.ts'

/** Expects that nothing in the page or the form is cut off or out of sight. */
async function expectWhole(page: Page) {
  const lost = await page.evaluate(() => {
    const inside = (root: ParentNode | null): ShadowRoot[] =>
      [...(root?.querySelectorAll('shelf-bell') ?? [])].flatMap(({ shadowRoot }) =>
        shadowRoot ? [shadowRoot, ...inside(shadowRoot)] : [],
      )
    const form = inside(document)
      .map((root) => root.querySelector('form'))
      .find(Boolean)
    if (!form) return ['the form']
    const { left, right } = form.getBoundingClientRect()
    const wide = [document.documentElement, form].filter(
      (each) => each.scrollWidth > each.clientWidth,
    )
    const cut = [...form.querySelectorAll('h2, p, small, label, legend, select, a, .main')].filter(
      (each) => {
        const box = each.getBoundingClientRect()
        const hidden = !each.getClientRects()[0] || getComputedStyle(each).clipPath !== 'none'
        const cropped =
          each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1
        const inline = getComputedStyle(each).display === 'inline'
        return !hidden && (box.left < left || box.right > right || (cropped && !inline))
      },
    )
    // The chosen option's text must fit into its select.
    const short = [...form.querySelectorAll('select')].filter((each) => {
      const { paddingLeft, paddingRight, font, letterSpacing, wordSpacing } = getComputedStyle(each)
      const pen = new OffscreenCanvas(1, 1).getContext('2d')
      if (!pen) return true
      Object.assign(pen, { font, letterSpacing, wordSpacing })
      const { width } = pen.measureText(each.selectedOptions[0]?.text ?? '')
      return width > each.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
    })
    return [...wide, ...cut, ...short].map(
      (each) => `${each.localName} ${each.textContent?.slice(0, 30)}`,
    )
  })
  expect(lost).toEqual([])
}

/** Expects that each control can be scrolled into view completely. */
async function expectInReach(page: Page) {
  for (const control of await controlsOf(page).all()) {
    await control.scrollIntoViewIfNeeded()
    await expect(control).toBeInViewport({ ratio: 0.99 })
  }
}

for (const [how, size, act, query] of [
  ['1.4.10: at 320 px, as at 400 % zoom', { width: 320, height: 256 }],
  ['1.4.10: inline, at 320 px', { width: 320, height: 256 }, undefined, 'inline'],
  ['1.4.4: at 200 % zoom', { width: 640, height: 360 }],
  [
    '1.4.4: with text of twice the size',
    { width: 1280, height: 720 },
    (page: Page) => page.addStyleTag({ content: 'html { font-size: 200% }' }),
  ],
  [
    '1.4.4: with text of twice the size, on a phone',
    { width: 390, height: 844 },
    (page: Page) => page.addStyleTag({ content: 'html { font-size: 200% }' }),
  ],
  ['1.3.4: in portrait orientation', { width: 390, height: 844 }],
  ['1.3.4: in landscape orientation', { width: 844, height: 390 }],
] as [string, { width: number; height: number }, ((page: Page) => Promise<unknown>)?, string?][]) {
  test(`the form is complete ${how}`, async ({ calmPage: page, shop }) => {
    await page.setViewportSize(size)
    await askForEverything(page, shop, query)
    await act?.(page)
    await openForm(page)
    await expectWhole(page)
    await expectInReach(page)
    if (act) await expect(page.getByLabel('Email address')).toHaveCSS('font-size', '32px')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Email address')).toHaveAttribute('aria-invalid', 'true')
    await expectWhole(page)
  })
}

for (const width of [1280, 320]) {
  test(`1.4.12: the form is complete with wider text spacing, ${width} px wide`, async ({
    calmPage: page,
    shop,
  }) => {
    await page.setViewportSize({ width, height: 720 })
    await askForEverything(page, shop)
    await openForm(page)
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(`* {
        line-height: 1.5 !important;
        letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important;
      }
      p { margin-bottom: 2em !important }`)
      for (const { shadowRoot } of document.querySelectorAll('shelf-bell')) {
        shadowRoot?.adoptedStyleSheets.push(sheet)
      }
    })
    await expectWhole(page)
    const button = page.locator('shelf-bell button').first()
    expect(
      await button.evaluate(
        (each) => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight,
      ),
    ).toBe(true)
  })
}
