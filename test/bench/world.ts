/**
 * A workerd with two Workers on the same D1: Shelfbell (`workers/shelfbell.ts`) and the baselines
 * (`workers/bare.ts`), each on a loopback port of its own, without wrangler's proxy in front.
 * Names and numbers come from wrangler.toml. Disposing deletes all data.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Miniflare, type MiniflareOptions } from 'miniflare'
import { unstable_readConfig, unstable_splitSqlQuery } from 'wrangler'
import { consentTexts } from '../../shared/languages/consent-texts.ts'
import { bundle } from './bundle.ts'
import { type Client, client } from './http.ts'

const root = resolve(import.meta.dirname, '../..')
const workers = join(import.meta.dirname, 'workers')
const ORIGIN = 'https://acme.example'
const SHOP = {
  name: 'Acme',
  origins: [ORIGIN],
  country: 'SE',
  // More than any bench makes: with the default, forms would be refused after a thousand people.
  limits: { newContactsPerHour: 1_000_000 },
}
/** The tables of the baselines: rows about as large as Shelfbell's, with no index but the key. */
const BARE_TABLES = [
  'CREATE TABLE bare_insert (id TEXT PRIMARY KEY, email TEXT, body TEXT) WITHOUT ROWID',
  'CREATE TABLE bare_level (sku TEXT PRIMARY KEY, quantity INTEGER) WITHOUT ROWID',
  'CREATE TABLE bare_waiting (id TEXT PRIMARY KEY, email TEXT) WITHOUT ROWID',
  'CREATE TABLE bare_told (id TEXT PRIMARY KEY) WITHOUT ROWID',
]

export interface Shop {
  id: string
  publicKey: string
  secretKey: string
}

export interface World {
  /** The address of Shelfbell's Worker. */
  url: string
  shelfbell: Client
  bare: Client
  db: D1Database
  shop: Shop
  /** Creates another shop, with its own settings. */
  makeShop(settings?: Record<string, unknown>): Promise<Shop>
  /** The debugger's address of Shelfbell's isolate, if it was requested. */
  inspector: URL | undefined
  [Symbol.asyncDispose](): Promise<void>
}

export interface WorldOptions {
  /** Counts rows and messages: `GET /bench/used`. */
  metered?: boolean
  /** Opens the debugger's port. */
  inspected?: boolean
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const miniflare = new Miniflare(await settings(options))
  try {
    await miniflare.ready
    const db = (await miniflare.getD1Database('DB', 'shelfbell')) as unknown as D1Database
    await prepareDatabase(db)
    const address = await miniflare.unsafeGetDirectURL('shelfbell')
    const shelfbell = client(address)
    const bare = client(await miniflare.unsafeGetDirectURL('bare'))
    const makeShop = async (changes: Record<string, unknown> = {}): Promise<Shop> => {
      const request = { body: { ...SHOP, ...changes }, key: 'dev' }
      const answer = await shelfbell.send('POST', '/v1/admin/shops', request)
      if (answer.status !== 201) throw new Error(`no shop: ${answer.status} ${answer.text}`)
      return JSON.parse(answer.text) as Shop
    }
    return {
      url: address.href,
      shelfbell,
      bare,
      db,
      shop: await makeShop(),
      makeShop,
      inspector: options.inspected ? await miniflare.getInspectorURL() : undefined,
      async [Symbol.asyncDispose]() {
        shelfbell.close()
        bare.close()
        await miniflare.dispose()
      },
    }
  } catch (error) {
    await miniflare.dispose()
    throw error
  }
}

async function settings({ metered, inspected }: WorldOptions): Promise<MiniflareOptions> {
  const toml = unstable_readConfig({ config: join(root, 'wrangler.toml') })
  const compatibilityDate = toml.compatibility_date ?? ''
  const manifest = async (entry: string) => ({
    mainModule: 'index.js',
    modules: {
      'index.js': { type: 'esm' as const, contents: await bundle(join(workers, entry)) },
    },
  })
  const text = (value: string) => ({ type: 'text' as const, value })
  const dev = { rootPath: root, unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] }
  const DB = { type: 'd1' as const, id: 'bench' }
  const EMAIL = { type: 'worker' as const, worker: 'bare', exportName: 'Sink' }
  return {
    host: '127.0.0.1',
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    // Each request writes a log line, which the bench ignores.
    handleStructuredLogs: ({ level, message }) => {
      if (level === 'error') console.error(message)
    },
    ...(inspected && { inspectorPort: 0 }),
    workers: [
      {
        config: {
          name: 'shelfbell',
          compatibilityDate,
          manifest: await manifest('shelfbell.ts'),
          triggers: consumersOf(toml).map((consumer) => ({
            type: 'queue' as const,
            name: consumer.queue,
            maxBatchSize: consumer.max_batch_size,
            maxBatchTimeout: consumer.max_batch_timeout,
            maxRetries: consumer.max_retries,
            retryDelay: consumer.retry_delay,
            maxConcurrency: consumer.max_concurrency,
          })),
          env: {
            DB,
            EMAIL,
            CACHE: { type: 'kv', id: 'bench' },
            MATCH_QUEUE: { type: 'queue', name: 'shelfbell-match' },
            OUTBOX_QUEUE: { type: 'queue', name: 'shelfbell-outbox' },
            SOURCE_QUEUE: { type: 'queue', name: 'shelfbell-source' },
            PUBLIC_URL: text('https://bell.example'),
            MAIL_FROM: text('alerts@bell.example'),
            LOCAL: text('true'),
            ADMIN_TOKEN: text('dev'),
            SHELFBELL_SECRET: text('a-secret-of-the-bench-0123456789abcdef'),
            ...(metered && { METER: text('true') }),
          },
        },
        dev: { ...dev, ...(inspected && { unsafeInspectorProxy: true }) },
      },
      {
        config: {
          name: 'bare',
          compatibilityDate,
          manifest: await manifest('bare.ts'),
          env: { DB, EMAIL },
        },
        dev,
      },
    ],
  }
}

interface Consumer {
  queue: string
  max_batch_size: number
  max_batch_timeout: number
  max_retries: number
  retry_delay: number
  max_concurrency: number
}

const consumersOf = (toml: { queues: unknown }): Consumer[] =>
  (toml.queues as { consumers: Consumer[] }).consumers

async function prepareDatabase(db: D1Database): Promise<void> {
  const folder = join(root, 'migrations')
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const migrations = files
    .toSorted()
    .flatMap((name) => unstable_splitSqlQuery(readFileSync(join(folder, name), 'utf8')))
  await db.batch([...migrations, ...BARE_TABLES].map((sql) => db.prepare(sql)))
}

/** A request of the widget with an e-mail address of its own, and its headers. */
export function subscription(shop: Shop, number: number | string, sku = 'TEE-M') {
  const { version, texts } = consentTexts({ name: SHOP.name, defaultLocale: 'en' }, 'en')
  return {
    headers: { Origin: ORIGIN, 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) bench' },
    body: {
      shop: shop.publicKey,
      sku,
      locale: 'en',
      email: `person-${number}@example.com`,
      channels: ['email'],
      consents: [{ purpose: 'alert', channel: 'email', version, text: texts.email }],
      product: {
        title: 'Harbour tee',
        variantTitle: 'M',
        url: `${ORIGIN}/p/tee`,
        image: `${ORIGIN}/p/tee.jpg`,
        price: 39,
        currency: 'EUR',
      },
      page: `${ORIGIN}/p/tee`,
    },
  }
}
