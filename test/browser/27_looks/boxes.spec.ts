/** The button beside the usual buy boxes: its gap, its width, and what it leaves to the buy button. */
import type { Page } from '@playwright/test'
import { expect, test } from '../shop.ts'
import { NOTIFY } from '../shopper.ts'
import { BOXES, type Box } from './boxes.ts'

interface Shape {
  left: number
  right: number
  top: number
  bottom: number
  width: number
}

/** Where the parts of the box are, in pixels; the anchor is the buy button, or else the heading. */
const shapes = (page: Page, html?: string) =>
  page.evaluate((content) => {
    const main = document.querySelector('main')
    if (main && content) main.innerHTML = content
    const shapeOf = (element: Element | null | undefined) =>
      element?.getBoundingClientRect().toJSON() as Shape | undefined
    const one = (selector: string) => document.querySelector(selector)
    return {
      anchor: shapeOf(one('#buy') ?? one('h1')),
      start: shapeOf(one('#quantity') ?? one('#buy') ?? one('h1')),
      box: shapeOf(one('form') ?? one('main')),
      next: shapeOf(one('#next')),
      heart: shapeOf(one('#heart')),
      ours: shapeOf(one('shelf-bell')?.shadowRoot?.firstElementChild),
    }
  }, html)

/** What is wrong with a buy box once our button is there. */
async function faultsOf(page: Page, { html, gap = 0, wide, beside }: Box, rtl: boolean) {
  const before = await shapes(page, html)
  await expect(page.getByRole('button', NOTIFY)).toHaveCount(1)
  await expect(page.getByRole('button', NOTIFY)).toBeVisible()
  const { anchor, start, box, next, heart, ours } = await shapes(page)
  if (!anchor || !start || !box || !ours) return ['something is missing']
  const between = rtl ? anchor.left - ours.right : ours.left - anchor.right
  const near = (one: number, other: number) => Math.abs(one - other) <= 1
  const faults: [string, boolean][] = beside
    ? [
        ['it is not in the row', ours.top < anchor.bottom],
        ['it touches the buy button', between >= 8],
        ['it squeezes the buy button', anchor.width > ours.width],
      ]
    : [
        [`the gap is ${ours.top - anchor.bottom} px`, near(ours.top - anchor.bottom, gap)],
        ['it squeezes the buy button', anchor.width === before.anchor?.width],
        ['it is not as wide as the box', !wide || near(ours.width, box.width)],
        [
          'it does not start where the line starts',
          rtl ? near(ours.right, start.right) : near(ours.left, start.left),
        ],
      ]
  faults.push(['what follows touches it', !next || next.top >= ours.bottom + 4])
  const height = (shape: Shape) => shape.bottom - shape.top
  const stretched = !before.start || height(start) !== height(before.start)
  faults.push(['it stretches what is in the row', !stretched])
  faults.push(['it breaks the line', !heart || heart.top < anchor.bottom])
  return faults.filter(([, fine]) => !fine).map(([fault]) => fault)
}

for (const [width, direction] of [
  [390, 'ltr'],
  [1280, 'rtl'],
] as const) {
  test(`the button stands under the buy button with the page’s own gap: ${width} px, ${direction}`, async ({
    calmPage: page,
    shop,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    shop.serve('27_looks')
    await shop.setStock({ LAMP: 0 })
    await page.goto(`${shop.origin}/boxes.html`)
    await page.evaluate((dir) => (document.documentElement.dir = dir), direction)
    const faults: Record<string, string[]> = {}
    for (const [name, box] of Object.entries(BOXES)) {
      faults[name] = await faultsOf(page, box, direction === 'rtl')
    }
    expect(faults).toEqual(Object.fromEntries(Object.keys(BOXES).map((name) => [name, []])))
  })
}
