/** Small files as other systems write them: who waits, where in the list, and whether they have confirmed. */
import { beforeEach, describe, expect, it } from 'vitest'
import { makeShop, type TestShop } from './harness.ts'
import { exported, inner, send, take } from './lists.ts'

const DAY_MS = 86_400_000
const NOW = Date.now()
/** A day, so many days ago, as `2026-11-20`. */
const day = (ago: number) => new Date(NOW - ago * DAY_MS).toISOString().slice(0, 10)

interface Case {
  format: string
  query?: Record<string, string>
  file: string
  /** In the order of the list. */
  people: [email: string, sku: string, state: string, askedAt: string][]
  skipped?: Record<string, number>
  unknown?: string[]
}

const [three, two] = [day(3), day(2)]

const CASES: Case[] = [
  {
    format: 'klaviyo',
    query: { dates: 'mdy' },
    file:
      'Email,Phone Number,Variant ID,Date Added\r\n' +
      `ada@example.com,,$shopify:::$default:::1001,${two} 10:00:00+00:00\r\n` +
      `grace@example.com,+46701740605,1001,${three} 10:00:00\r\n`,
    people: [
      ['grace@example.com', 'TEE', 'waiting', `${three}T10:00:00.000Z`],
      ['ada@example.com', 'TEE', 'waiting', `${two}T10:00:00.000Z`],
    ],
  },
  {
    format: 'stoq',
    file:
      'Email,Phone,Channel,SKU,Variant ID,Created at,Status\n' +
      `ada@example.com,,email,TEE,1001,${three}T10:00:00Z,pending\n` +
      `grace@example.com,,email,,gid://shopify/ProductVariant/1002,${two}T10:00:00Z,pending\n` +
      `joan@example.com,,email,TEE,1001,${two}T10:00:00Z,sent\n`,
    people: [
      ['grace@example.com', 'MUG', 'waiting', `${two}T10:00:00.000Z`],
      ['ada@example.com', 'TEE', 'waiting', `${three}T10:00:00.000Z`],
    ],
    skipped: { already_notified: 1 },
  },
  {
    format: 'woocommerce',
    file:
      'id,product_id,user_id,user_email,status,date_created_gmt,date_confirmed_gmt,date_notified_gmt,date_cancelled_gmt\n' +
      `1,1001,7,ada@example.com,active,${three} 10:00:00,${three} 10:05:00,0000-00-00 00:00:00,\n` +
      `2,1001,0,grace@example.com,pending,${two} 10:00:00,,,\n` +
      `3,1001,0,joan@example.com,cancelled,${two} 10:00:00,,,${two} 11:00:00\n` +
      `4,9999,0,edith@example.com,active,${two} 10:00:00,,,\n`,
    people: [
      ['ada@example.com', 'TEE', 'waiting', `${three}T10:00:00.000Z`],
      ['grace@example.com', 'TEE', 'pending', `${two}T10:00:00.000Z`],
    ],
    skipped: { unsubscribed: 1, variant_unknown: 1 },
    unknown: ['id'],
  },
  {
    format: 'woocommerce-plugin',
    file:
      'ID,post_title,post_status,post_date_gmt,cwginstock_subscriber_email,cwginstock_product_id,cwginstock_variation_id\n' +
      `11,ada@example.com,cwg_subscribed,${three} 10:00:00,ada@example.com,1000,1001\n` +
      `12,grace@example.com,cwg_queued,${two} 10:00:00,grace@example.com,1001,0\n` +
      `13,joan@example.com,cwg_mailsent,${two} 10:00:00,joan@example.com,1000,1001\n`,
    people: [
      ['ada@example.com', 'TEE', 'waiting', `${three}T10:00:00.000Z`],
      ['grace@example.com', 'TEE', 'waiting', `${two}T10:00:00.000Z`],
    ],
    skipped: { already_notified: 1 },
    unknown: ['ID', 'post_title'],
  },
  {
    format: 'magento',
    file:
      'alert_stock_id,customer_id,customer_email,product_id,website_id,add_date,send_date,send_count,status\n' +
      `1,5,ada@example.com,1001,1,${three} 10:00:00,NULL,0,0\n` +
      `2,6,grace@example.com,1001,1,${two} 10:00:00,${two} 11:00:00,1,1\n`,
    people: [['ada@example.com', 'TEE', 'waiting', `${three}T10:00:00.000Z`]],
    skipped: { already_notified: 1 },
    unknown: ['alert_stock_id', 'website_id', 'send_count'],
  },
  {
    format: 'prestashop',
    file:
      'id_customer;customer_email;id_product;id_product_attribute;id_shop;id_lang\n' +
      '0;ada@example.com;1002;0;1;1\n3;grace@example.com;1000;1001;1;1\n',
    people: [
      ['ada@example.com', 'MUG', 'waiting', ''],
      ['grace@example.com', 'TEE', 'waiting', ''],
    ],
    unknown: ['id_shop', 'id_lang'],
  },
  {
    format: 'shopify-app',
    query: { dates: 'dmy', timeZone: 'Europe/Stockholm' },
    file:
      'Customer email,Variant SKU,Created at,Status\n' +
      `Ada@Example.com,TEE,${day(3).split('-').toReversed().join('/')} 12:00,pending\n`,
    people: [['ada@example.com', 'TEE', 'waiting', '']],
  },
  {
    format: 'csv',
    query: { mapping: '{"email":"Who","sku":"What","askedAt":"When"}' },
    file: `When,Who,What,Note\n${three}T10:00:00+02:00,ada@example.com,TEE,=1+1\n`,
    people: [['ada@example.com', 'TEE', 'waiting', `${three}T08:00:00.000Z`]],
    unknown: ['Note'],
  },
]

let shop: TestShop
beforeEach(async () => {
  shop = await makeShop()
  const product = { title: 'Tee', url: 'https://acme.example/p' }
  await shop.api('PUT', '/v1/products', [
    { sku: 'TEE', ...product, variantId: '1001' },
    { sku: 'MUG', ...product, variantId: '1002' },
  ])
})

interface Person {
  email: string
  sku: string
  state: string
  askedAt: string
}

const waiting = async () =>
  inner(await exported(shop, 'waiting.ndjson')).map((line) => JSON.parse(line) as Person)

describe('a file of another system', () => {
  it.each(CASES)('$format', async ({ format, query, file, people, skipped, unknown }) => {
    const answer = await take(shop, { format, ...query }, file)
    const rows = await waiting()
    expect(answer.skipped).toEqual(skipped ?? {})
    expect(answer.unknownColumns).toEqual(unknown ?? [])
    const named = people.map(([, , , askedAt]) => askedAt)
    expect(
      rows.map(({ email, sku, state, askedAt }, n) => [email, sku, state, named[n] && askedAt]),
    ).toEqual(people)
  })
})

describe('a bad file', () => {
  const HEADER = 'email,sku,asked_at\n'

  it.each<
    [string, BodyInit & (string | Uint8Array<ArrayBuffer>), string[], Record<string, number>]
  >([
    [
      'in UTF-16',
      new Uint8Array(
        Uint16Array.from(`\u{FEFF}${HEADER}ada@example.com,TEE,\n`, (c) => c.charCodeAt(0)).buffer,
      ),
      ['ada@example.com'],
      {},
    ],
    ['with a byte order mark', `\u{FEFF}${HEADER}ada@example.com,TEE,\n`, ['ada@example.com'], {}],
    ['with line ends of old Macs', 'email,sku\rada@example.com,TEE\r', ['ada@example.com'], {}],
    [
      'with a quote inside a cell',
      `${HEADER}ada@example.com,TEE,\ngrace@example.com,5" TEE,\n`,
      ['ada@example.com', 'grace@example.com'],
      {},
    ],
    [
      'with a very long line',
      `${HEADER}ada@example.com,${'x'.repeat(70_000)},\ngrace@example.com,TEE,\n`,
      ['grace@example.com'],
      { line_too_long: 1 },
    ],
    [
      'with control characters',
      `${HEADER}ada@example.com,T\u0000EE,\ngr\u0007ace@example.com,TEE,\njoan@example.com,TEE,\n`,
      ['joan@example.com'],
      { email_invalid: 1, sku_invalid: 1 },
    ],
    [
      'with columns that every object has',
      'email,sku,__proto__,constructor\nada@example.com,TEE,1,2\n',
      ['ada@example.com'],
      {},
    ],
    [
      'with times of 1970 and of the future',
      `${HEADER}ada@example.com,TEE,1970-01-01T00:00:00Z\ngrace@example.com,TEE,2999-01-01\njoan@example.com,TEE,31/02/2026\n`,
      [],
      { date_old: 1, date_in_future: 1, date_ambiguous: 1 },
    ],
    ['without a column of variants', 'email\nada@example.com\n', [], { sku_missing: 1 }],
    ['without a column of addresses', 'sku\nTEE\n', [], { address_missing: 1 }],
    [
      'with marks before formulas',
      `${HEADER}ada@example.com,'=TEE,\n'@grace@example.com,TEE,\n`,
      ['ada@example.com'],
      { email_invalid: 1 },
    ],
    [
      'with more cells than columns',
      `${HEADER}ada@example.com,TEE,,oops\ngrace@example.com,TEE,\n`,
      ['grace@example.com'],
      { line_unreadable: 1 },
    ],
  ])('%s is read as far as it goes', async (_, file, people, skipped) => {
    const answer = await take(shop, {}, file)
    expect(answer.skipped).toEqual(skipped)
    expect((await waiting()).map(({ email }) => email).toSorted()).toEqual(people)
    expect(JSON.stringify(answer)).not.toContain('example.com')
  })

  it.each([
    ['email,sku\n"ada@example.com,TEE\n', 'quote_open'],
    ['\n\n', 'columns_missing'],
    ['', 'columns_missing'],
    ['email,email,sku\na,b,c\n', 'columns_repeated'],
  ])('%j is refused whole', async (file, code) => {
    const answer = await send(shop, {}, file)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ code }] })
    expect(await waiting()).toEqual([])
  })
})
