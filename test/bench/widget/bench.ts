/**
 * What the widget adds to a page: the same page with and without it, in stock and sold out, loaded
 * into an empty browser with a CPU four times slower. The cases take turns; the figures are medians of
 * `ROUNDS` (7) after a warm-up. Prints a table, and each page whose longest task is over its budget; fails
 * nothing. The last page is clumsy on purpose, so it must be over the budget.
 */
import { WORKER } from '../../browser/places.ts'
import { test } from '../../browser/shop.ts'
import { NOTIFY } from '../../browser/shopper.ts'
import { LONG_TASK_MS, SLOW_DOWN, type Weight, weigh } from '../../browser/weight.ts'

const ROUNDS = Number(process.env['ROUNDS'] ?? 7)

/** The longest task of a page with the widget, against that of the page without it. */
const BUDGET = 1.5

const BARE = 'without the widget'

const WAYS = [
  { name: BARE, guise: '', stock: 3 },
  { name: 'in stock, by the page', guise: 'widget&marked=true', stock: 3 },
  { name: 'in stock, by its data', guise: 'widget&data=InStock', stock: 3 },
  { name: 'in stock, by the edge', guise: 'widget&marked', stock: 3 },
  { name: 'sold out, by the page', guise: 'widget&marked=false', stock: 0 },
  {
    name: 'sold out, by its data, in place of the buy button',
    guise: 'widget&replace&data=OutOfStock',
    stock: 0,
  },
  { name: 'sold out, by the edge', guise: 'widget&marked', stock: 0 },
  { name: 'in place of the buy button', guise: 'widget&replace', stock: 0 },
  { name: 'sold out, form opened', guise: 'widget&marked=false', stock: 0, opens: true },
  { name: 'clumsy on purpose', guise: 'clumsy', stock: 0 },
]

test('the bench prints what the widget adds to a page', async ({ browser, shop }) => {
  shop.serve('28_weight')
  const weights = new Map<string, Weight[]>()
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, guise, stock, opens } of WAYS) {
      await shop.setStock({ KETTLE: stock })
      // A new context has an empty cache.
      const context = await browser.newContext()
      const page = await context.newPage()
      const weight = await weigh(browser, page, [WORKER], async () => {
        await page.goto(`${shop.origin}/?${guise}`)
        await page.waitForLoadState('networkidle')
        if (!opens) return
        await page.getByRole('button', NOTIFY).click()
        await page.getByLabel('Email address').waitFor()
        await page.waitForLoadState('networkidle')
      })
      await context.close()
      if (round > 0) weights.set(name, [...(weights.get(name) ?? []), weight])
    }
  }
  console.log(`\n${SLOW_DOWN} times slower, ${ROUNDS} rounds\n`)
  console.table(Object.fromEntries([...weights].map(([name, all]) => [name, row(all)])))
  const bare = longestOf(weights.get(BARE) ?? [])
  for (const [name, all] of weights) {
    const ratio = longestOf(all) / bare
    if (ratio > BUDGET) console.log(`${name}: longest task ${ratio.toFixed(2)} of ${BUDGET}`)
  }
  console.log('By file, bytes over the network:')
  for (const [name, [first]] of weights) {
    const files = first?.fetched.map(({ path, transferred }) => `${path} ${transferred}`)
    if (files?.[0]) console.log(`  ${name}: ${files.join(', ')}`)
  }
})

function row(all: Weight[]) {
  const first = all[0]?.fetched ?? []
  return {
    requests: first.length,
    bytes: first.reduce((sum, { transferred }) => sum + transferred, 0),
    'scripting ms': median(all.map(({ scriptingMs }) => scriptingMs)),
    'longest task ms': longestOf(all),
    'long tasks': `${all.filter(({ tasksMs: [ms = 0] }) => ms > LONG_TASK_MS).length} of ${all.length}`,
    CLS: Math.max(...all.map(({ cls }) => cls)),
  }
}

/** The median of the loads' longest tasks, in milliseconds. */
const longestOf = (all: Weight[]) => median(all.map(({ tasksMs }) => tasksMs[0] ?? 0))

function median(values: number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  return Math.round(middle * 10) / 10
}
