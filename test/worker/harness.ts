/**
 * Helpers for the Worker's tests. Each test gets an empty database and queues that keep messages
 * until the test delivers them. Mails go through the real binding, and `world.mails` keeps a copy.
 */
import {
  applyD1Migrations,
  createExecutionContext,
  createMessageBatch,
  reset,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { env as bound } from 'cloudflare:workers'
import { consentTexts } from '../../shared/languages/consent-texts.ts'
import worker from '../../worker/index.ts'
import type { Linking } from '../../worker/link/settings.ts'
import { forgetViews } from '../../worker/report/views.ts'
import { tenantDatabase } from './statements.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: Parameters<typeof applyD1Migrations>[1]
      /** The URLs of the fakes, by their names in test/fakes/setup.ts. */
      TEST_FAKE_URLS: Record<string, string>
      /** The crash tests run a part of the steps: with `3/8` the third eighth of all, with `all` every one. */
      TEST_CRASH: string
      /** With `long` the fuzz tests run for minutes, with a random seed. */
      TEST_FUZZ: string
      /** How many random stories each property test runs (0: its own few), and from which seed. */
      TEST_STORIES: number
      TEST_STORY_SEED: number
    }
  }
}

export interface Mail {
  to: string
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

interface Sent {
  queue: 'shelfbell-match' | 'shelfbell-outbox' | 'shelfbell-intake' | 'shelfbell-source'
  body: unknown
}

export const ORIGIN = 'https://acme.example'

/** SQL: what FROM needs to find the tables that migrations made, with their `name` and `sql`. */
export const OWN_TABLES = `sqlite_master
  WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE '\\_%' ESCAPE '\\'
    AND name NOT LIKE 'sqlite%' AND name <> 'd1_migrations'`

/** A token that a deployed Worker accepts as `ADMIN_TOKEN`. */
export const OWNER_TOKEN = 'a-token-of-the-owner-0123456789abcdef'

/** The state that a test may read and change. The Worker gets `env`. */
export const world = {
  env: bound as Env,
  mails: [] as Mail[],
  queued: [] as Sent[],
  /** The time limits of calls, milliseconds, in a test that opened a scene named `hanging`. */
  limitsMs: [] as number[],
  /** Runs before each mail. A test can throw here to make the sending fail. */
  beforeMail: (_to: string): void => {},
}

const timeout = AbortSignal.timeout.bind(AbortSignal)

/**
 * Lets each time limit end after a twentieth of its time, until the next test: nobody learns more from
 * ten seconds than from half of one. `world.limitsMs` has the limits that the Worker asked for.
 */
function hurry(): void {
  AbortSignal.timeout = (ms) => {
    world.limitsMs.push(ms)
    return timeout(ms / 20)
  }
}

// The tables, once this isolate has made them.
let tables: string[] | undefined

/**
 * Empties the database and KV. It deletes rows, because making all tables anew took as long as a third of
 * the tests.
 */
async function emptyStores(): Promise<void> {
  if (!tables) {
    await reset()
    await applyD1Migrations(bound.DB, bound.TEST_MIGRATIONS)
    const { results } = await bound.DB.prepare(`SELECT name FROM ${OWN_TABLES}`).all<{
      name: string
    }>()
    tables = results.map(({ name }) => name)
    return
  }
  const deletes = tables.map((name) => bound.DB.prepare(`DELETE FROM ${name}`))
  const [{ keys }] = await Promise.all([bound.CACHE.list(), bound.DB.batch(deletes)])
  await Promise.all(keys.map(({ name }) => bound.CACHE.delete(name)))
}

/** An empty database and empty queues. Runs before each test: see each-test.ts. */
export async function openWorld(): Promise<void> {
  await emptyStores()
  world.mails = []
  world.queued = []
  world.limitsMs = []
  forgetViews()
  AbortSignal.timeout = timeout
  world.beforeMail = () => {}
  const queue = (name: Sent['queue']) =>
    ({
      send: async (body: unknown) => void world.queued.push({ queue: name, body }),
      sendBatch: async (messages: { body: unknown }[]) =>
        void world.queued.push(...messages.map(({ body }) => ({ queue: name, body }))),
    }) as unknown as Queue<never>
  world.env = {
    ...bound,
    MATCH_QUEUE: queue('shelfbell-match'),
    OUTBOX_QUEUE: queue('shelfbell-outbox'),
    INTAKE_QUEUE: queue('shelfbell-intake'),
    SOURCE_QUEUE: queue('shelfbell-source'),
    EMAIL: {
      async send(mail: Mail) {
        world.beforeMail(mail.to)
        const receipt = await bound.EMAIL.send(mail as never)
        world.mails.push(mail)
        return receipt
      },
    } as unknown as SendEmail,
  }
}

// What the Worker gets: a database that refuses statements that do not name their shop.
const checkedEnv = (): Env => ({ ...world.env, DB: tenantDatabase(world.env.DB) })

/**
 * The few seconds pass in which such a mail waits for further requests. One that the Worker has put
 * off since then is due when it says.
 */
const letConfirmationsBeDue = () =>
  bound.DB.prepare(
    `UPDATE outbox SET due_at = 0 WHERE call IN ('confirm', 'acknowledge') AND state = 'open' AND reason IS NULL
       AND attempts = 0`,
  ).run()

/** Delivers queue messages until none is left. */
export async function drain(): Promise<void> {
  await letConfirmationsBeDue()
  for (let message = world.queued.shift(); message; message = world.queued.shift()) {
    await deliver(message)
  }
}

/** Delivers one queue message to its consumer. */
export async function deliver({ queue, body }: Sent): Promise<void> {
  const batch = createMessageBatch(queue, [
    { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body },
  ])
  await worker.queue(batch as MessageBatch<unknown>, checkedEnv())
}

/** Empties the database, the mails and the queues within a test. */
export async function startOver(): Promise<void> {
  await emptyStores()
  world.mails = []
  world.queued = []
}

/** Runs the sweep of a minute, at a time in milliseconds. */
export function tick(at = Date.now()): Promise<void> {
  const controller = { scheduledTime: at, cron: '* * * * *', noRetry() {} }
  return worker.scheduled(controller as ScheduledController, checkedEnv())
}

/** Sends a request to the Worker. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`https://bell.test${path}`, init)
  const context = createExecutionContext()
  const response = await worker.fetch(request as never, checkedEnv(), context)
  await waitOnExecutionContext(context)
  return response
}

const json = (method: string, body: unknown, headers: Record<string, string>): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', ...headers },
})

export interface TestShop {
  id: string
  /** Sealed: what `openVault` and `linkKey` need. */
  dataKey: string
  /** What `linkFor` needs. */
  settings: Linking
  publicKey: string
  secretKey: string
  /** Sends a request as the backend of the shop. */
  api(method: string, path: string, body?: unknown): Promise<Response>
  /** Sends a request as a page of the shop, each time from a new IP address. */
  page(method: string, path: string, body?: unknown): Promise<Response>
  /** A valid subscription request, with some fields replaced. */
  request(changes?: Record<string, unknown>): Record<string, unknown>
  /** Subscribes as a page. Throws unless the Worker accepts the request. */
  subscribe(changes?: Record<string, unknown>): Promise<void>
  setStock(...levels: Record<string, unknown>[]): Promise<void>
}

let hosts = 0

/** Creates a shop over the API. Throws if the settings are refused. */
export async function makeShop(settings: Record<string, unknown> = {}): Promise<TestShop> {
  const name = 'Acme'
  // Most tests are about single messages, which then leave at once: digest.test.ts is about the others.
  const rules = { digestMinutes: 0, ...(settings['rules'] as object | undefined) }
  const response = await ask(
    '/v1/admin/shops',
    json(
      'POST',
      { name, origins: [ORIGIN], country: 'SE', ...settings, rules },
      { Authorization: 'Bearer dev' },
    ),
  )
  if (response.status !== 201) throw new Error(`no shop: ${await response.text()}`)
  const keys = await response.json<{ id: string; publicKey: string; secretKey: string }>()

  const row = await bound.DB.prepare('SELECT data_key FROM shop WHERE id = ?1')
    .bind(keys.id)
    .first<{ data_key: string }>()
  if (!row) throw new Error('the shop has no row')

  const shop: TestShop = {
    ...keys,
    dataKey: row.data_key,
    settings,
    api(method, path, body) {
      const headers = { Authorization: `Bearer ${keys.secretKey}` }
      return ask(path, body === undefined ? { method, headers } : json(method, body, headers))
    },
    page(method, path, body) {
      hosts += 1
      const headers = {
        Origin: ORIGIN,
        'CF-Connecting-IP': `10.${(hosts >> 16) & 255}.${(hosts >> 8) & 255}.${hosts & 255}`,
      }
      return ask(path, body === undefined ? { method, headers } : json(method, body, headers))
    },
    request(changes = {}) {
      const locale = (changes['locale'] as string | undefined) ?? 'en'
      const channels = (changes['channels'] as ('email' | 'sms')[] | undefined) ?? ['email']
      const shown = consentTexts({ name, defaultLocale: 'en', ...settings }, locale)
      return {
        shop: keys.publicKey,
        sku: 'TEE-M',
        email: 'ada@example.com',
        channels,
        consents: channels.map((channel) => ({
          purpose: 'alert',
          channel,
          version: shown.version,
          text: shown.texts[channel] ?? '',
        })),
        product: {
          title: 'Tee',
          variantTitle: 'M',
          url: `${ORIGIN}/p/tee`,
          price: 19.9,
          currency: 'EUR',
        },
        page: `${ORIGIN}/p/tee?utm=1`,
        ...changes,
      }
    },
    async subscribe(changes) {
      const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request(changes))
      if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
    },
    async setStock(...levels) {
      const answer = await shop.api('PUT', '/v1/stock-levels', levels)
      if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
    },
  }
  return shop
}

let scenes = 0

/**
 * The URL of a fake in a new scene. The name of the scene selects how the fake behaves. With
 * `hanging` it never answers, and the test waits a twentieth of each time limit.
 */
export function fakeUrl(fake: string, name = 'good'): string {
  if (name === 'hanging') hurry()
  const url = bound.TEST_FAKE_URLS[fake]
  if (!url) throw new Error(`no fake named ${fake}`)
  scenes += 1
  return `${url}/${name}--${crypto.randomUUID()}-${scenes}`
}

/**
 * Waits for the next minute of the clock if this one is nearly over. A rate limit starts again with
 * each minute, so the requests that reach it must not fall into two.
 */
export async function roomInMinute(): Promise<void> {
  const leftMs = 60_000 - (Date.now() % 60_000)
  if (leftMs < 6_000) await new Promise((done) => setTimeout(done, leftMs + 10))
}

/** Polls a source of the shop now, and delivers all queue messages. */
export async function poll(shop: TestShop, source: string, body?: unknown): Promise<void> {
  const answer = await shop.api('POST', `/v1/sources/${source}/poll`, body)
  if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
  await drain()
}

/** The only source of the shop, as `GET /v1/sources` returns it. */
export async function sourceState(shop: TestShop): Promise<Record<string, unknown>> {
  const { sources } = await (await shop.api('GET', '/v1/sources')).json<{ sources: object[] }>()
  return { ...sources[0] }
}

/** The details of the log entries of one kind, newest first. */
export async function logged(shop: TestShop, kind: string): Promise<Record<string, unknown>[]> {
  const answer = await shop.api('GET', `/v1/log?kind=${kind}`)
  const { entries } = await answer.json<{ entries: { detail: Record<string, unknown> }[] }>()
  return entries.map(({ detail }) => detail)
}

/**
 * A response as one line, to compare. Each answer to a request has a token of its own, all of one
 * length: only the length is kept.
 */
export async function inShort(response: Response): Promise<string> {
  const text = await response.text()
  const masked = text.replace(/"undo":"([\w-]+)"/, (_, token: string) => `"undo":"${token.length}"`)
  return `${response.status} ${masked}`
}

/** What `inShort` makes of the answer to an accepted request. */
export const ACCEPTED = '202 {"status":"accepted","undo":"147"}'

/** The path of the first link `/NAME/TOKEN` in a text; empty if there is none. */
export const linkIn = (text: string | undefined, name: string): string =>
  new RegExp(`https://bell\\.test(/${name}/[\\w.-]+)`).exec(text ?? '')?.[1] ?? ''

/** All rows of a table. */
export async function table<T = Record<string, unknown>>(name: string): Promise<T[]> {
  const { results } = await bound.DB.prepare(`SELECT * FROM ${name}`).all<T>()
  return results
}

/** The rows of all tables, in the order of `TABLES`. */
export async function everything(): Promise<Record<string, unknown>[][]> {
  const read = TABLES.map((name) => bound.DB.prepare(`SELECT * FROM ${name}`))
  return (await bound.DB.batch<Record<string, unknown>>(read)).map(({ results }) => results)
}

/** All consents, each with its words. */
export async function consents(): Promise<Record<string, unknown>[]> {
  const { results } = await bound.DB.prepare(
    `SELECT c.*, t.text FROM consent c
     LEFT JOIN consent_text t ON t.shop_id = c.shop_id AND t.hash = c.text_hash`,
  ).all<Record<string, unknown>>()
  return results
}

/** The index of an address in a row of `subscription` or `outbox`; undefined if it has none. */
export const indexIn = (row: Record<string, unknown> | undefined, channel: string): unknown =>
  (JSON.parse(String(row?.['addresses'])) as Record<string, { index: string }>)[channel]?.index

export const TABLES = [
  'shop',
  'shop_alias',
  'secret_key',
  'contact',
  'member',
  'notice_made',
  'alias',
  'moved',
  'confirmation',
  'ceiling',
  'suppression',
  'stopped',
  'subscription',
  'consent',
  'consent_text',
  'published_text',
  'product',
  'page_product',
  'sequenzy_product',
  'stock_level',
  'level_change',
  'waited',
  'restock',
  'second_look',
  'list_job',
  'outbox',
  'reminder',
  'notification',
  'closing_click',
  'purchase',
  'gate',
  'sender',
  'sender_day',
  'source',
  'hook_seen',
  'feed_sku',
  'klaviyo_item',
  'klaviyo_variant',
  'klaviyo_job',
  'import_piece',
  'log',
  'demand',
  'daily',
]
