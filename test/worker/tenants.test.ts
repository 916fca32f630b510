/**
 * Shops on one Worker know nothing of each other: over the whole route table, shop B asks with its own
 * key for everything that shop A has. A route that is new is asked, too: its parameters get the ids of A
 * by their names, and it has to answer 404.
 */
import { expect, it } from 'vitest'
import { app } from '../../worker/app.ts'
import { guidOf } from '../../worker/doors/dialects/voyado/guid.ts'
import { SECRET } from '../fakes/webhook.ts'
import { call, change, id, item, job, variant } from './dialects/klaviyo-catalog.ts'
import { linkFor } from '../../worker/link/token.ts'
import {
  ask,
  drain,
  fakeUrl,
  makeShop,
  ORIGIN,
  OWN_TABLES,
  type TestShop,
  world,
} from './harness.ts'
import { take } from './lists.ts'

type Row = Record<string, unknown>

/** Every row of every table, as JSON, but those of one shop. */
async function rowsWithout(shop: TestShop): Promise<string[]> {
  const { results: tables } = await world.env.DB.prepare(`SELECT name FROM ${OWN_TABLES}`).all<{
    name: string
  }>()
  expect(tables.length).toBeGreaterThan(15)
  const { DB } = world.env
  const read = await DB.batch<Row>(tables.map(({ name }) => DB.prepare(`SELECT * FROM ${name}`)))
  const all = read.map(({ results }, at) => {
    const others = results.filter((row) => (row['shop_id'] ?? row['id']) !== shop.id)
    return others.map((row) => `${tables[at]?.name} ${JSON.stringify(row)}`)
  })
  return all.flat().toSorted()
}

const first = async (sql: string, shop: TestShop): Promise<Row> => {
  const row = await world.env.DB.prepare(sql).bind(shop.id).first<Row>()
  if (!row) throw new Error(`A has nothing in: ${sql}`)
  return row
}

/** What the forms of both shops show, for the dialects. */
const WORDS = { version: '1', texts: { en: { email: 'Mail me once.' } } }

interface Full {
  a: TestShop
  /** The id of a job in Klaviyo's dialect. */
  job: string
}

/** A shop that has everything: people who wait, one that was notified and bought, a dead message. */
async function makeFull(): Promise<Full> {
  const shop = await makeShop({
    destinations: [
      { type: 'email', name: 'mail-of-a' },
      { type: 'webhook', name: 'hook-of-a', url: `${fakeUrl('webhook')}/hook`, secret: SECRET },
    ],
    sources: [
      {
        type: 'feed',
        name: 'feed-of-a',
        url: `${fakeUrl('feed')}/f`,
        format: 'csv',
        missingMeans: 'unchanged',
      },
    ],
    dialects: { sequenzy: { consent: WORDS }, klaviyo: { consent: WORDS } },
  })
  await take(
    shop,
    { id: 'import-of-a', name: 'list-of-a.csv' },
    'email,sku\nimported@example.com,IMPORTED\n',
  )
  const title = { title: 'Tee', url: `${ORIGIN}/p/tee` }
  await shop.api(
    'PUT',
    '/v1/products',
    ['SENT', 'DEAD', 'TEE-M'].map((sku) => ({ sku, ...title })),
  )
  await shop.api('POST', '/api/v1/products', {
    products: [{ productId: 'PRODUCT-OF-A', title: 'Of A', inStock: false }],
  })
  await call(shop, 'POST', 'catalog-items', item({ external_id: 'ITEM-OF-A' }))
  const ofItem = variant({ external_id: 'VARIANT-OF-A', sku: 'OF-A' }, id('ITEM-OF-A'))
  await call(shop, 'POST', 'catalog-variants', ofItem)
  const made = await job(shop, 'variant', 'update', [change('VARIANT-OF-A', { price: 9 }).data])
  await shop.api('POST', '/v1/team', { email: 'olga@acme.example' })
  await shop.subscribe({ sku: 'SENT', email: 'ada@example.com' })
  await shop.setStock({ sku: 'SENT', quantity: 5 }, { sku: 'TEE-M', quantity: 0 })
  await drain()
  const bought = { id: 'order-of-a', email: 'ada@example.com', items: [{ sku: 'SENT' }] }
  await shop.api('POST', '/v1/orders', bought)
  await shop.subscribe({ sku: 'TEE-M', email: 'ada@example.com' })
  await shop.subscribe({ sku: 'MUG', email: 'grace@example.com', country: 'DE' })
  await shop.subscribe({ sku: 'DEAD', email: 'joan@example.com' })
  // Held: there is no product data.
  const { shop: _, product: __, ...nameless } = shop.request({ sku: 'NAMELESS' })
  await shop.api('POST', '/v1/subscriptions', nameless)
  await shop.setStock({ sku: 'NAMELESS', quantity: 5 })
  world.beforeMail = () => {
    throw Object.assign(new Error('refused'), { code: 'E_VALIDATION_ERROR' })
  }
  await shop.setStock({ sku: 'DEAD', quantity: 5 })
  await drain()
  world.beforeMail = () => {}
  return { a: shop, job: String(made.json.data.id) }
}

/** What B sends to a route, with the ids of A. Routes that are not here get `{}`. */
const bodies = (a: { contact: string; subscription: string }): Record<string, unknown> => ({
  'PATCH /v1/shop': { name: 'B' },
  'POST /v1/keys': { name: 'b', scopes: ['read'] },
  'POST /v1/admin/shops/:id/keys': { name: 'b', scopes: ['all'] },
  'PUT /v1/admin/shops/:id/sender-domains': { domains: [] },
  'PUT /v1/stock-levels': [{ sku: 'TEE-M', quantity: 9 }],
  'PUT /v1/products': [{ sku: 'TEE-M', title: 'Of B', url: `${ORIGIN}/b` }],
  'POST /v1/orders': { id: 'order-of-a', contactId: a.contact, items: [{ sku: 'TEE-M' }] },
  'POST /v1/team': { email: 'olga@acme.example' },
  'POST /v1/demand/:sku/move': { to: 'MUG' },
  'POST /v1/demand/:sku/close': { message: true },
  'POST /v1/demand/:sku/notify': { id: 'w', people: 'all', reason: 'Of B' },
  'POST /v1/subscriptions/:id/notify': { reason: 'Of B' },
  'POST /v1/notifications/retry': { reason: 'e_validation_error' },
  'POST /v1/contacts/lookup': { email: 'ada@example.com' },
  'PUT /v1/suppressions': { email: 'ada@example.com' },
  'DELETE /v1/suppressions': { email: 'ada@example.com' },
  'POST /api/v3/inventory/backinstock/subscriptions': {
    contactId: guidOf(a.contact),
    sku: 'TEE-M',
    locale: 'en',
  },
  'PUT /api/v3/inventory/stock-levels': [{ sku: 'TEE-M', quantity: 9 }],
  'PATCH /api/catalog-items/:id': change('ITEM-OF-A', { title: 'Of B' }, 'item'),
  'PATCH /api/catalog-items/:id/': change('ITEM-OF-A', { title: 'Of B' }, 'item'),
  'PATCH /api/catalog-variants/:id': change('VARIANT-OF-A', { inventory_quantity: 9 }),
  'PATCH /api/catalog-variants/:id/': change('VARIANT-OF-A', { inventory_quantity: 9 }),
  'POST /api/v1/back-in-stock': { productId: 'TEE-M', customer: { email: 'ada@example.com' } },
  'POST /api/v1/products': { products: [{ productId: 'TEE-M', title: 'Of B' }] },
})

/** Answers of routes whose parameters are ids of A, where they are not 404: with the reason. */
const OTHERWISE: Record<string, number> = {
  // A shop's key is no admin's.
  'DELETE /v1/admin/shops/:id': 401,
  'POST /v1/admin/shops/:id/keys': 401,
  'PUT /v1/admin/shops/:id/sender-domains': 401,
  // The sku is no secret: B notifies its own people.
  'POST /v1/demand/:sku/notify': 202,
  'POST /v1/demand/:sku/move': 202,
  'POST /v1/demand/:sku/close': 202,
  'GET /v1/demand/:sku': 200,
  // B's page may not post to the form of A.
  'POST /notify/:shop': 403,
  'POST /mine/:shop': 403,
  // Whose address gets a link to the list: a form that is the same for everybody.
  'GET /mine/:shop': 200,
  'POST /notify/:shop/undo': 403,
  'POST /voyado-centra/:shop': 403,
  'POST /voyado-centra/:shop/': 403,
  // Links that B signed lead to pages of B about nobody. Every answer is the same for everybody.
  'GET /u/:token': 200,
  'POST /u/:token': 200,
  'GET /m/:token': 200,
  'POST /m/:token': 200,
  'GET /n/:token': 200,
  'POST /n/:token': 200,
  'GET /r/:token': 302,
  // There is nobody in B to move.
  'GET /a/:token': 410,
  'POST /a/:token': 410,
}

it('no route of the Worker shows shop B anything of shop A, or changes a row of it', async () => {
  const { a, job: jobId } = await makeFull()
  const b = await makeShop({
    dialects: {
      voyado: { consent: WORDS },
      sequenzy: { consent: WORDS },
      klaviyo: { consent: WORDS },
    },
  })
  await b.subscribe({ sku: 'TEE-M', email: 'ada@example.com' })
  await drain()
  await b.api('GET', '/v1/shop')
  const waits = await first(
    "SELECT * FROM subscription WHERE shop_id = ?1 AND status = 'waiting'",
    a,
  )
  const contact = String(waits['contact_id'])
  const subscription = String(waits['id'])
  const dead = await first("SELECT id FROM outbox WHERE shop_id = ?1 AND state = 'dead'", a)
  const key = await first('SELECT id FROM secret_key WHERE shop_id = ?1', a)
  const held = await first("SELECT * FROM restock WHERE shop_id = ?1 AND state = 'held'", a)
  const sent = await first('SELECT id, restock_id FROM notification WHERE shop_id = ?1', a)
  await first('SELECT * FROM purchase WHERE shop_id = ?1', a)
  await first("SELECT * FROM subscription WHERE shop_id = ?1 AND status = 'pending'", a)
  const member = await first('SELECT id FROM member WHERE shop_id = ?1', a)
  const secrets = [
    a.id,
    String(held['id']),
    contact,
    guidOf(contact),
    subscription,
    String(dead['id']),
    String(sent['restock_id']),
  ]

  const of = { contactId: contact, locale: 'en', about: subscription }
  const linkOf = async (path: string): Promise<string> => {
    const purpose = (
      {
        u: 'unsubscribe',
        c: 'confirm',
        m: 'manage',
        r: 'click',
        a: 'move',
        t: 'team',
        n: 'noLonger',
      } as const
    )[path.slice(1, 2) as 'u' | 'c' | 'm' | 'r' | 'a' | 't' | 'n']
    const more = purpose === 'click' ? { message: String(sent['id']), url: `${ORIGIN}/p` } : {}
    const whom = purpose === 'move' ? { about: contact, sealed: 'of nobody' } : {}
    const link = await linkFor(world.env, b, purpose, { ...of, ...more, ...whom }, Date.now())
    return link.split('/').at(-1) ?? ''
  }
  const idIn = (path: string): string => {
    if (path.startsWith('/v1/contacts')) return contact
    if (path.startsWith('/v1/subscriptions')) return subscription
    if (path.startsWith('/v1/notifications')) return String(dead['id'])
    if (path.startsWith('/v1/restocks')) return String(held['id'])
    if (path.startsWith('/v1/keys')) return String(key['id'])
    if (path.startsWith('/v1/team')) return String(member['id'])
    if (path.startsWith('/v1/admin/shops')) return a.id
    if (path.startsWith('/api/v1/products')) return 'PRODUCT-OF-A'
    if (path.startsWith('/api/catalog-items')) return id('ITEM-OF-A')
    if (path.startsWith('/api/catalog-variants')) return id('VARIANT-OF-A')
    if (path.startsWith('/v1/lists/imports')) return 'import-of-a'
    throw new Error(`say whose the :id of ${path} is`)
  }
  const nameIn = (path: string) => (path.startsWith('/v1/destinations') ? 'mail-of-a' : 'feed-of-a')
  const given = async (path: string): Promise<string> => {
    const token = path.includes(':token') ? await linkOf(path) : ''
    const filled = path
      .replace(':token', token)
      .replace(':id', () => idIn(path))
      .replace(':contactId', guidOf(contact))
      .replace(':subscriptionId', subscription)
      .replace(':job', jobId)
      .replace(':sku', 'TEE-M')
      .replace(':name', () => nameIn(path))
      // The webhook of A, at the address of B; the form and the feed of A.
      .replace(':shop', path.startsWith('/hooks') ? b.publicKey : a.publicKey)
    if (/\/:[a-z]/.test(filled)) throw new Error(`say what the parameters of ${path} are`)
    return filled
  }

  const routes = new Map(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/demo'))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  )
  expect(routes.size).toBeGreaterThan(45)
  const before = await rowsWithout(b)
  const body = bodies({ contact, subscription })
  world.queued = []
  const asked: [name: string, status: number][] = []
  for (const [name, { method, path }] of routes) {
    const isLink = path.includes(':token')
    const headers = {
      Authorization: `Bearer ${b.secretKey}`,
      apikey: b.secretKey,
      Origin: isLink ? 'https://bell.test' : 'https://of-b.example',
      ...(isLink || method === 'GET' || path.startsWith('/notify')
        ? {}
        : { 'Content-Type': 'application/json' }),
    }
    const sends = method === 'GET' || isLink ? {} : { body: JSON.stringify(body[name] ?? {}) }
    // oxlint-disable-next-line no-await-in-loop -- each answer and its rows belong together
    const answer = await ask(await given(path), { method, headers, ...sends })
    const text = await answer.text()
    asked.push([name, answer.status])
    const told = secrets.filter((one) => text.includes(one) && !path.startsWith('/notify'))
    expect([name, answer.status < 500, told]).toEqual([name, true, []])
    const after = await rowsWithout(b)
    expect([name, after.filter((row) => !before.includes(row))]).toEqual([name, []])
    expect([name, before.filter((row) => !after.includes(row))]).toEqual([name, []])
    expect([name, JSON.stringify(world.queued).includes(a.id)]).toEqual([name, false])
  }
  const withIds = asked.filter(([name]) => name.includes(':'))
  expect(Object.fromEntries(withIds)).toEqual(
    Object.fromEntries(withIds.map(([name]) => [name, OTHERWISE[name] ?? 404])),
  )
  expect(withIds.length).toBeGreaterThan(27)
}, 120_000)
