import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

/** These replace modules before the Worker is loaded, which needs an isolate of their own. */
const ALONE = ['test/worker/channel.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['test/fakes/setup.ts'],
    // One would be the default on two cores, and leave the other idle.
    maxWorkers: 2,
    testTimeout: 30_000,
    silent: 'passed-only',
    projects: [
      {
        extends: true,
        // The files share an isolate, and with it the Worker's modules. To load them again for each
        // file took as long as half of the tests.
        test: {
          name: 'shared',
          setupFiles: ['test/worker/each-test.ts'],
          isolate: false,
          include: ['test/{unit,worker,contract}/**/*.test.{ts,tsx}'],
          exclude: ALONE,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      // In Node: what they check mails with does not run in workerd.
      {
        test: {
          name: 'node',
          include: ['test/node/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
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
          TEST_STORIES: Number(process.env['STORIES'] ?? 0),
          TEST_STORY_SEED: Number(process.env['STORY_SEED'] ?? 20_261_128),
        },
      },
    })),
  ],
})
