import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,worker,contract}/**/*.test.{ts,tsx}'],
    globalSetup: ['test/fakes/setup.ts'],
    // One would be the default on two cores, and leave the other idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    silent: 'passed-only',
  },
  plugins: [
    cloudflareTest(async ({ inject }) => ({
      main: './worker/index.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          LOCAL: 'true',
          ADMIN_TOKEN: 'dev',
          SHELFBELL_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
          PUBLIC_URL: 'https://bell.test',
          TEST_MIGRATIONS: await readD1Migrations('migrations'),
          TEST_FAKE_URLS: inject('fakeUrls'),
          TEST_CRASH: process.env['CRASH'] ?? 'some',
          TEST_FUZZ: process.env['FUZZ'] ?? 'short',
        },
      },
    })),
  ],
})
