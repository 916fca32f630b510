/**
 * `npm run screenshots`: takes the README's screenshots of the running demo. Start `npm run dev`
 * first; set `--url` if it is not at port 8787.
 */
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { launchOptions } from '../test/browser/chromium.ts'

const { values } = parseArgs({
  options: { url: { type: 'string', default: 'http://localhost:8787' } },
})

const browser = await chromium.launch(await launchOptions())
const page = await browser.newPage({
  // No screenshot catches a running animation.
  reducedMotion: 'reduce',
  baseURL: values.url,
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
})
await page.goto('/demo/tee')
await set(page, 'Sold out: Harbour tee, M')
await page.getByRole('button', { name: 'Merchant’s shelf' }).click()
await page.getByRole('button', { name: 'Notify me when available' }).click()
await page.getByLabel('Email address').fill('ada@example.com')
await page.screenshot({ path: 'docs/form.png' })

await page.getByRole('button', { name: 'Notify me', exact: true }).click()
await page.getByRole('heading', { name: 'You’re on the list' }).waitFor()
await page.keyboard.press('Escape')
await page.getByRole('button', { name: 'Merchant’s shelf' }).click()
await set(page, '10 in stock: Harbour tee, M')
await page.goto('/demo/inbox')
await page
  .getByRole('link', { name: /Back in stock: Harbour tee, M/ })
  .first()
  .click()
await page.frameLocator('iframe[title="The email"]').getByRole('img').first().waitFor()
await page.screenshot({ path: 'docs/inbox.png' })
await browser.close()

async function set(on: Page, name: string): Promise<void> {
  await on.getByRole('button', { name, exact: true }).click()
  await on.locator('#shelf .said').filter({ hasText: 'Harbour tee, M' }).waitFor()
}
