import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { launchOptions } from './test/browser/chromium.ts'
import { STATE, WORKER } from './test/browser/places.ts'

const DEMO = /\/0[01]_\w+\//

// The config is read by every process; the first one makes the folder.
process.env[STATE] ??= mkdtempSync(join(tmpdir(), 'shelfbell-'))

export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'test-results',
  // One Worker serves all tests, two at a time: most are in a shop of their own. The demo shop is
  // one, and its stock goes up and down.
  workers: 2,
  projects: [
    { name: 'demo', testMatch: DEMO, workers: 1 },
    { name: 'shops', testIgnore: DEMO },
  ],
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  timeout: 30_000,
  use: {
    baseURL: WORKER,
    launchOptions: await launchOptions(),
    // A trace keeps the page before and after each step. Its film took a third of the tests' time.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
  // What a stranger types, on a folder and a port of its own.
  webServer: {
    command: `npm run dev -- --port ${new URL(WORKER).port} --persist-to ${process.env[STATE]}`,
    url: `${WORKER}/v1/client/config?shop=pk_demo`,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGINT', timeout: 5000 },
  },
})
