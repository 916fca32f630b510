/** Runs axe on a page, or on the widget within a shop's page. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './shop.ts'

/** All rules of WCAG 2.0 to 2.2, levels A and AA, and axe's best practices. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The widget's elements on a shop's page. */
export const OURS = 'shelf-bell'

/** Waits for all animations to end: text that fades in has too little contrast. */
export const still = (page: Page) =>
  page.evaluate(async () => {
    const all = [
      document,
      ...[...document.querySelectorAll('*')].flatMap((each) => each.shadowRoot ?? []),
    ]
    await Promise.all(all.flatMap((each) => each.getAnimations()).map(({ finished }) => finished))
  })

/** Axe cannot measure text over a select's drawn arrow; 32_wcag/colour.spec.ts does. */
const known = ({ any }: { any: { data?: { messageKey?: string } }[] }) =>
  any.every(({ data }) => data?.messageKey === 'bgGradient')

/**
 * Expects that a page of the Worker breaks no rule, light or dark. Its background is the browser's
 * default, which axe takes for white unless a style names it.
 */
export async function expectSound(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('html { background: Canvas }')
    document.adoptedStyleSheets = [sheet]
  })
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectNoFault(page, 'html')
  }
}

/**
 * Expects that `part` of a page breaks no rule and leaves nothing for manual review. `part` is a
 * selector (`html` for the whole page), or a frame's selector and one within it.
 */
export async function expectNoFault(page: Page, part: string | string[] = OURS): Promise<void> {
  await still(page)
  const axe = new AxeBuilder({ page })
    .include(part as string)
    // Cloudflare's own elements.
    .exclude({ fromShadowDom: [OURS, '#check'] })
    .options({ resultTypes: ['violations', 'incomplete'] })
    .withTags(TAGS)
    // Otherwise axe opens a second page to combine results, which takes longer than the analysis.
    .setLegacyMode()
  const { violations, incomplete, passes } = await axe.analyze()
  const open = incomplete.flatMap(({ id, nodes }) =>
    nodes.filter((node) => !known(node)).map((node) => [id, node]),
  )
  expect({ violations, open }).toEqual({ violations: [], open: [] })
  // Axe has analysed something at all.
  expect(passes).not.toEqual([])
}
