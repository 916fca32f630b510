/** `npm run bench:widget`: the browser tests' Worker and Chromium, and one page that is weighed. */
import { defineConfig } from '@playwright/test'
import tests from '../../../playwright.config.ts'

export default defineConfig(tests, {
  testDir: '.',
  testMatch: 'bench.ts',
  timeout: 300_000,
  reporter: 'line',
  use: { trace: 'off' },
})
