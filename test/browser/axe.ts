/** What axe says of a page, or of what is ours on a stranger's. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './shop.ts'

/** Every rule of WCAG 2.0 to 2.2, levels A and AA, and what axe holds for good practice beyond them. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is ours, on a page that is not. */
export const OURS = 'shelf-bell'

/** Whatever moves has come to rest: half-shown words have half their contrast. */
export const still = (page: Page) =>
  page.evaluate(async () => {
    const all = [
      document,
      ...[...document.querySelectorAll('*')].flatMap((each) => each.shadowRoot ?? []),
    ]
    await Promise.all(all.flatMap((each) => each.getAnimations()).map(({ finished }) => finished))
  })

/** The arrow of a select is drawn, and axe reads no words over drawings: a test of its own does. */
const known = ({ any }: { any: { data?: { messageKey?: string } }[] }) =>
  any.every(({ data }) => data?.messageKey === 'bgGradient')

/**
 * Holds the Worker's own page to every rule, light and dark. Its ground is the browser's: axe takes
 * that for white, unless it is written down.
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
 * Holds `part` of a page (what is ours; `html` for all of it; a frame and what is in it) to every
 * rule: nothing is against one, and nothing is left for a person to look at.
 */
export async function expectNoFault(page: Page, part: string | string[] = OURS): Promise<void> {
  await still(page)
  const axe = new AxeBuilder({ page })
    .include(part as string)
    // What Cloudflare puts there is its own.
    .exclude({ fromShadowDom: [OURS, '#check'] })
    .options({ resultTypes: ['violations', 'incomplete'] })
    .withTags(TAGS)
    // Otherwise another page is opened to sum up in, which takes longer than the look itself.
    .setLegacyMode()
  const { violations, incomplete, passes } = await axe.analyze()
  const open = incomplete.flatMap(({ id, nodes }) =>
    nodes.filter((node) => !known(node)).map((node) => [id, node]),
  )
  expect({ violations, open }).toEqual({ violations: [], open: [] })
  // It has seen something at all.
  expect(passes).not.toEqual([])
}
