/** To whom a stored secret goes: over every destination, mail service and source. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as v from 'valibot'
import { TURNSTILE } from '../../worker/connectors/turnstile/options.ts'
import type { Belonging, Context, OptionsSchema } from '../../worker/connectors/contract.ts'
import { DESTINATIONS } from '../../worker/connectors/destinations/list.ts'
import { openFaults } from '../../worker/connectors/sources/item-faults.ts'
import type { SourceContext } from '../../worker/connectors/sources/contract.ts'
import { SOURCES } from '../../worker/connectors/sources/list.ts'
import { newDataKey } from '../../worker/secret.ts'
import { masked, recipientOf } from '../../worker/shop/mask.ts'
import { sealSecrets } from '../../worker/shop/secrets.ts'
import type { ShopSettings } from '../../worker/shop/settings.ts'
import type { Vault } from '../../worker/vault.ts'
import { world } from '../worker/harness.ts'

afterEach(() => vi.restoreAllMocks())

type Options = Record<string, unknown>

const SECRET = 'a-secret-of-the-shop-0123456789'
const SIGNING = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** Options of every connector with all its secrets; of e-mail, those of every service. */
const EXAMPLES: Record<string, Options> = {
  'email cloudflare': {},
  'email postmark': { from: 'a@acme.example', serverToken: SECRET, webhookSecret: SECRET },
  'email resend': { from: 'a@acme.example', apiKey: SECRET, webhookSecret: SIGNING },
  'email sendgrid': { from: 'a@acme.example', apiKey: SECRET },
  'email ses': {
    from: 'a@acme.example',
    region: 'eu-north-1',
    accessKeyId: 'AKIA',
    secretAccessKey: SECRET,
    webhookSecret: SECRET,
  },
  klaviyo: { privateKey: SECRET, catalog: '$custom:::$default', updateStock: true },
  sequenzy: { apiKey: SECRET },
  sms: { accountSid: `AC${'0'.repeat(32)}`, authToken: SECRET, from: '+46700000000' },
  voyado: { baseUrl: 'https://acme.voyado.com', apiKey: SECRET, contactType: 'customer' },
  'voyado-centra': { url: 'https://acme.example/hook', tenantId: 'acme', locales: ['en'] },
  webhook: { url: 'https://acme.example/hook', secret: SIGNING },
  bigcommerce: {
    baseUrl: 'https://api.bigcommerce.com/stores/acme',
    accessToken: SECRET,
    hookSecret: SECRET,
  },
  centra: {
    baseUrl: 'https://acme.centra.com',
    token: SECRET,
    integration: 'shelfbell',
    webhookSecret: SECRET,
  },
  feed: { url: 'https://acme.example/feed', format: 'csv', username: 'acme', password: SECRET },
  magento: { baseUrl: 'https://acme.example', token: SECRET, hookSecret: SECRET },
  page: {},
  shopify: {
    shop: 'acme.myshopify.com',
    clientId: 'acme',
    clientSecret: SECRET,
    accessToken: SECRET,
    webhookSecret: SECRET,
    webhookSecretBefore: SECRET,
  },
  woocommerce: {
    baseUrl: 'https://acme.example',
    consumerKey: SECRET,
    consumerSecret: SECRET,
    webhookSecret: SECRET,
  },
}

/** Values to try in every option. */
const OTHERS: unknown[] = [
  'https://other.example',
  'https://other.example/path',
  'other.example',
  'other.myshopify.com',
  'eu-west-1',
  `AC${'1'.repeat(32)}`,
  'other',
  'other@other.example',
  '2026-01-15',
  '2026-01',
  '12',
  7,
  true,
  false,
  ['sms'],
]

interface Entry {
  title: string
  list: 'destinations' | 'sources'
  connector: Belonging & { create(options: never, context: never): object }
  schema: OptionsSchema & { entries: v.ObjectEntries }
  /** The options as the schema gives them out, every secret in clear. */
  options: Options & { type: string; name: string }
}

/** One entry for each schema: e-mail has one for each of its services. */
const ENTRIES: Entry[] = [...DESTINATIONS, ...SOURCES].flatMap((connector) => {
  const whole = connector.options as unknown as Entry['schema'] & { options?: Entry['schema'][] }
  return (whole.options ?? [whole]).map((schema) => {
    const via = schema.entries['via'] && v.getDefault(schema.entries['via'] as never)
    const literal = schema.entries['via'] as { literal?: string } | undefined
    const service = via ?? literal?.literal
    const title = service ? `${connector.type} ${String(service)}` : connector.type
    const given = { type: connector.type, ...(service && { via: service }), ...EXAMPLES[title] }
    return {
      title,
      list: DESTINATIONS.some(({ type }) => type === connector.type) ? 'destinations' : 'sources',
      connector: connector as unknown as Entry['connector'],
      schema,
      options: v.parse(schema, given) as Entry['options'],
    } satisfies Entry
  })
})

/** The options of one schema that may have another value, each with all values that it accepts. */
const changesOf = ({ schema, options, connector }: Entry): [field: string, value: unknown][] =>
  Object.entries(schema.entries)
    .filter(([field]) => !['type', 'via', 'name', 'fallback'].includes(field))
    .filter(([field]) => !connector.secrets.includes(field))
    .flatMap(([field, entry]) =>
      OTHERS.filter((value) => v.is(entry as v.GenericSchema, value))
        .filter((value) => v.safeParse(schema, { ...options, [field]: value }).success)
        .filter((value) => value !== options[field])
        .map((value): [string, unknown] => [field, value]),
    )

/** The servers that a connector calls with these options, whatever it is asked to do. */
async function serversOf({ connector, list }: Entry, options: Options): Promise<string[]> {
  const servers = new Set<string>()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    servers.add(new URL(input instanceof Request ? input.url : String(input)).origin)
    throw new Error('nobody answers')
  })
  const settings = { name: 'Acme', origins: ['https://acme.example'], defaultLocale: 'en' }
  const shop = {
    id: 'shop',
    publicKey: 'pk_shop',
    dataKey: await newDataKey(world.env, 'shop'),
    senderDomains: [],
    settings: { ...settings, destinations: [], sources: [] },
  }
  const { EMAIL: _, ...env } = world.env
  const context: Context = { env: env as Env, shop }
  const product = { title: 'Tee', url: 'https://acme.example/tee' }
  const sku = { sku: 'TEE', locale: 'en', product }
  const call = {
    ...sku,
    key: '019f0000-0000-7000-8000-000000000000',
    at: Date.now(),
    subscriptionId: 's',
    contactId: 'c',
    channels: ['email', 'sms'],
    to: { email: 'ada@acme.example', sms: '+46701234567' },
    quantity: 1,
    relayId: 'r',
    siblings: async () => [{ ...sku, sellable: true }],
  }
  const source: SourceContext = {
    ...context,
    db: world.env.DB,
    waitedFor: async (after) => (after ? [] : [{ sku: 'TEE', url: null, named: [], product: '1' }]),
    logSkipped: async () => {},
  }
  const now = Date.now()
  const faults = openFaults(null, now)
  const sink = { levels: async () => {}, entries: async () => {} }
  const calls = connector.create(options as never, (list === 'sources' ? source : context) as never)
  const tries = Object.entries(calls as Record<string, (...given: unknown[]) => unknown>)
    .filter(([name]) => !['verify', 'readReports', 'readDelivery'].includes(name))
    .map(async ([name, ask]) => {
      if (name === 'changesSince') return ask(undefined, sink, { now, accept: false, faults })
      if (name === 'reread') return ask(['1'], sink, faults)
      if (name === 'updateStock') return ask([{ ...sku, quantity: 1, sellable: true }])
      if (name === 'announce') return ask({ key: 'k', at: 1, type: 'feed.held', data: {} })
      return ask(call)
    })
  await Promise.allSettled(tries)
  vi.restoreAllMocks()
  return [...servers].toSorted()
}

const vault = {
  seal: async (text: string) => `sealed ${text}`,
  open: async (text: string) => text.slice('sealed '.length),
} as unknown as Vault

const settingsOf = ({ list }: Entry, options: Options) =>
  ({ destinations: [], sources: [], [list]: [options] }) as unknown as ShopSettings

/** The codes of the faults when the stored options are replaced by others. */
async function codesOf(entry: Entry, change: Options): Promise<string[]> {
  const stored = await sealSecrets(settingsOf(entry, entry.options), vault, true)
  if (!stored.ok) throw new Error('the example is refused')
  const replaced = settingsOf(entry, { ...entry.options, ...change })
  const sealed = await sealSecrets(replaced, vault, true, stored.value)
  return sealed.ok ? [] : sealed.error.map(({ code }) => code)
}

describe.each(ENTRIES.map((entry) => [entry.title, entry] as const))(
  'a secret of %s',
  (_, entry) => {
    const secrets = entry.connector.secrets.filter((field) => entry.options[field] !== undefined)
    const hidden = Object.fromEntries(secrets.map((field) => [field, masked(SECRET)]))
    const left = Object.fromEntries(secrets.map((field) => [field, undefined]))

    it('has an example in this test', () => {
      const own = entry.connector.secrets.filter((field) => field in entry.schema.entries)
      expect(secrets.toSorted()).toEqual(own.toSorted())
    })

    it('stays with the service, address and account that it was given for', async () => {
      expect(await codesOf(entry, hidden)).toEqual([])
      expect(await codesOf(entry, left)).toEqual([])
      const to = recipientOf(entry.options as never)
      const changes = changesOf(entry).filter(([field]) => to.includes(field))
      const own = to.filter((field) => field in entry.schema.entries)
      expect([...new Set(changes.map(([field]) => field))].toSorted()).toEqual(own.toSorted())
      for (const [field, value] of changes) {
        const needed = secrets.map(() => 'secret_needed')
        expect(await codesOf(entry, { ...hidden, [field]: value })).toEqual(needed)
        expect(await codesOf(entry, { ...left, [field]: value })).toEqual(needed)
      }
    })

    it('goes to the same server unless a declared option changes', async () => {
      const to = recipientOf(entry.options as never)
      const servers = await serversOf(entry, entry.options)
      expect(servers.length).toBeGreaterThanOrEqual(Math.min(1, secrets.length))
      for (const [field, value] of changesOf(entry)) {
        if (to.includes(field)) continue
        const changed = v.parse(entry.schema, { ...entry.options, [field]: value })
        expect([field, await serversOf(entry, changed as Options)]).toEqual([field, servers])
      }
    })

    it('goes to an address that is checked: every option that is an address is declared as one', () => {
      const takes = (schema: unknown, value: unknown) => v.is(schema as v.GenericSchema, value)
      const addresses = Object.entries(entry.schema.entries)
        .filter(
          ([, schema]) =>
            takes(schema, 'https://a.example') && !takes(schema, 'this is no address'),
        )
        .map(([field]) => field)
      expect(entry.connector.addresses).toEqual(expect.arrayContaining(addresses))
    })
  },
)

describe('a stored secret', () => {
  it('is not kept for another service under the same name', async () => {
    const entry = ENTRIES.find(({ title }) => title === 'email resend')
    if (!entry) throw new Error('no Resend')
    const other = { via: 'sendgrid', apiKey: masked(SECRET), webhookSecret: undefined }
    expect(await codesOf(entry, other)).toEqual(['secret_needed'])
    expect(await codesOf(entry, { name: 'other', apiKey: masked(SECRET) })).toContain(
      'secret_masked',
    )
  })

  it('of Turnstile stays with its site key and address', () => {
    expect(recipientOf({ siteKey: 'a', baseUrl: 'b', whenDown: 'accept' })).toEqual([
      ...TURNSTILE.addresses,
      ...TURNSTILE.account,
    ])
  })
})
