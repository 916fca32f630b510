/** `npm run bench:widget`: measures one page with the browser tests' Worker and Chromium. */
import { defineConfig } from '@playwright/test'
import tests from '../../../playwright.config.ts'

export default defineConfig(tests, {
  testDir: '.',
  testMatch: 'bench.ts',
  timeout: 300_000,
  reporter: 'line',
  use: { trace: 'off' },
})
