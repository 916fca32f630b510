/**
 * `npm run dev`: everything at http://localhost:8787, without an account and without a network.
 * Builds and watches the widget, applies the migrations, seeds the demo shop, and ticks the cron
 * handler, which `wrangler dev` never does by itself. It reads `--port N` and `--persist-to DIR`, and
 * passes these and all other options to `wrangler dev`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { buildWidget } from './build.ts'
import { seedDemo } from './seed.ts'

const { values } = parseArgs({
  strict: false,
  options: {
    port: { type: 'string', default: '8787' },
    'persist-to': { type: 'string', default: '.wrangler/state' },
  },
})
const port = String(values.port)
const persistTo = String(values['persist-to'])
const url = `http://localhost:${port}`
const passedOn = withoutOwn(process.argv.slice(2))

// Offline and quiet: no usage reports, and no lookup of this machine's location.
const env = {
  ...process.env,
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
}
const OUT = 'dist/dev'
const DEMO = 'widget/demo'
const TICK_MS = 60_000

mkdirSync(OUT, { recursive: true })
const copyDemo = () => cpSync(DEMO, `${OUT}/demo`, { recursive: true })
await buildWidget({ outDir: OUT, address: url, watch: copyDemo })
copyDemo()

const migrated = spawnSync(
  'wrangler',
  ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', persistTo],
  { env: { ...env, CI: 'true' }, encoding: 'utf8' },
)
if (migrated.status !== 0) {
  console.error(migrated.stdout, migrated.stderr)
  process.exit(1)
}

const vars = {
  LOCAL: 'true',
  ADMIN_TOKEN: 'dev',
  SHELFBELL_SECRET: 'local-development-only-secret-0000000000',
  PUBLIC_URL: url,
}
const wrangler = spawn(
  'wrangler',
  [
    'dev',
    `--port=${port}`,
    `--persist-to=${persistTo}`,
    `--assets=${OUT}`,
    '--show-interactive-dev-session=false',
    '--log-level=warn',
    ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    ...passedOn,
  ],
  { env, stdio: ['ignore', 'inherit', 'inherit'] },
)
wrangler.on('exit', (code) => process.exit(code ?? 0))
// Ctrl-C reaches the whole process group; this process ends when wrangler does.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => wrangler.kill(signal))
}

await answering(`${url}/health`)
await seedDemo(url)
console.log(`
  The demo shop     ${url}/demo/
  Its inbox         ${url}/demo/inbox
  The API           ${url}/v1  (secret key sk_demo, public key pk_demo, admin token dev)

  Ctrl-C stops it. What it stored is kept in ${persistTo}.
`)
setInterval(() => {
  // The handler logs its own faults, and the next tick makes up for a missed one.
  fetch(`${url}/cdn-cgi/local/scheduled`).catch(() => {})
}, TICK_MS)

async function answering(address: string): Promise<void> {
  for (;;) {
    const response = await fetch(address).catch(() => undefined)
    if (response?.ok) return
    await new Promise((wake) => setTimeout(wake, 100))
  }
}

function withoutOwn(args: string[]): string[] {
  const rest: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index] ?? ''
    const own = /^--(port|persist-to)(=|$)/.exec(name)
    if (!own) rest.push(name)
    else if (own[2] !== '=') index += 1
  }
  return rest
}
