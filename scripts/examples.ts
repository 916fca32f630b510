/**
 * `npm run examples`: makes one real call of each route of the merchant's API and writes the calls with
 * their answers into docs/examples.md. Start `npm run dev -- --var DNS_URL:http://localhost:8790/dns` first;
 * set `--url` if it is not at port 8787. Each run makes a shop of its own, and serves what the shop's
 * settings name (a feed, a webhook, a resolver) at port 8790 as long as it runs. Use an empty `--persist-to`
 * folder: an address gets only so many mails a day.
 */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { consentTexts } from '../shared/languages/consent-texts.ts'
import { cut, short, written } from './examples-json.ts'

const { values } = parseArgs({
  options: { url: { type: 'string', default: 'http://localhost:8787' } },
})
const { url } = values
const PORT = 8790
const OUTSIDE = `http://localhost:${PORT}`
const FILE = 'docs/examples.md'
const PATIENCE_MS = 90_000

type Json = Record<string, unknown>
interface Call {
  /** The path with its query, if it is not the route's own. */
  path?: string
  /** JSON, or a text as it is. */
  body?: unknown
  key?: string
}

const sections: string[] = []

/** Calls a route, writes the call and its answer down, and returns the answer. Throws unless it succeeds. */
async function example(route: string, { path, body, key = secret }: Call = {}): Promise<Json> {
  const [method = '', pattern = ''] = route.split(' ')
  const to = path ?? pattern
  const { status, text } = await send(method, to, key, body)
  if (status >= 300) throw new Error(`${route}: ${status} ${text}`)
  const sent = typeof body === 'string' ? body.trim() : body && written(body)
  const json = text.startsWith('{') && !text.includes('\n')
  const answer = json ? written(short(JSON.parse(text))) : cut(text)
  const lines = [
    `${method} ${to}`,
    ...(sent ? ['', sent] : []),
    '',
    status,
    ...(answer ? [answer] : []),
  ]
  sections.push(`### \`${route}\`\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`)
  return json ? (JSON.parse(text) as Json) : {}
}

async function send(method: string, path: string, key: string, body?: unknown) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(typeof body === 'object' && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: answer.status, text: (await answer.text()).replaceAll('\r', '').trim() }
}

/** Calls a route, and writes nothing down. Throws unless it succeeds. */
async function quiet(method: string, path: string, body?: unknown, key = secret): Promise<Json> {
  const { status, text } = await send(method, path, key, body)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
  return text.startsWith('{') ? (JSON.parse(text) as Json) : {}
}

/** Calls `found` until it returns something. Throws after `PATIENCE_MS`. */
async function until<T>(what: string, found: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    const one = await found()
    if (one !== undefined) return one
    await new Promise((done) => setTimeout(done, 300))
  }
  throw new Error(`no ${what}`)
}

/** The first address in a mail to a person that leads to the page `kind`, such as `t`. */
const linkTo = (to: string, kind: string) =>
  until(`mail to ${to}`, async () => {
    const mails = (await (await fetch(`${url}/demo/inbox.json`)).json()) as Record<string, string>[]
    const found = mails.find((mail) => mail['to'] === to)?.['text']
    return new RegExp(`${url}(/${kind}/\\S+)`).exec(found ?? '')?.[1]
  })

// What the shop's settings name: a feed, a webhook that refuses everything, and a resolver without records.
const outside = createServer((request, response) => {
  const path = request.url ?? ''
  if (path.startsWith('/feed.csv')) {
    response.end('sku,quantity,title\nVASE-1,7,Beacon vase\nVASE-2,0,Beacon vase\n')
  } else if (path.startsWith('/dns')) {
    response.setHeader('Content-Type', 'application/dns-json')
    response.end('{"Status":3}')
  } else {
    response.statusCode = 422
    response.end('{}')
  }
}).listen(PORT)

const destinations = [
  { type: 'email', name: 'mail' },
  { type: 'webhook', name: 'erp', url: `${OUTSIDE}/hook`, secret: `whsec_${btoa('x'.repeat(24))}` },
]

let secret = ''
const group = (title: string) => sections.push(`## ${title}\n`)
const waiting = (email: string, sku = 'TEE-M') => ({
  sku,
  email,
  channels: ['email'],
  consents: [
    {
      purpose: 'alert',
      channel: 'email',
      version: '2026-11',
      text: 'Acme may send me one e-mail.',
    },
  ],
})
const entry = (sku: string, title: string) => ({
  sku,
  title,
  url: `${url}/demo/tee`,
  price: 39,
  currency: 'EUR',
  brand: 'Acme',
})
/** Makes people wait, one after the other, and returns the last answer. */
async function ask(count: number, name: string, sku?: string): Promise<Json> {
  let last: Json = {}
  for (let n = 1; n <= count; n += 1) {
    last = await quiet('POST', '/v1/subscriptions', waiting(`${name}-${n}@example.com`, sku))
  }
  return last
}
/** Asks as the widget does, because only forms are asked to confirm. Returns the id of the subscription. */
async function askInForm(email: string, sku: string): Promise<unknown> {
  const { publicKey, settings } = (await quiet('GET', '/v1/shop')) as {
    publicKey: string
    settings: { name: string; defaultLocale: string }
  }
  const { version, texts } = consentTexts(settings, 'en')
  const consents = [{ purpose: 'alert', channel: 'email', version, text: texts.email }]
  const answer = await fetch(`${url}/v1/client/subscriptions`, {
    method: 'POST',
    headers: { Origin: url, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...waiting(email, sku), locale: 'en', shop: publicKey, consents }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  const { id } = await quiet('POST', '/v1/contacts/lookup', { email })
  const { subscriptions } = await quiet('GET', `/v1/contacts/${id}/subscriptions`)
  return (subscriptions as Json[]).find((one) => one['sku'] === sku)?.['id']
}
const level = (sku: string, quantity: number) =>
  quiet('PUT', '/v1/stock-levels', [{ sku, quantity }])
const restockOf = (sku: string, state: string) =>
  until(`restock of ${sku} that is ${state}`, async () => {
    const { restocks } = (await quiet('GET', `/v1/restocks?sku=${sku}`)) as { restocks: Json[] }
    return restocks.find((one) => one['state'] === state)?.['id'] as string | undefined
  })

try {
  group('Shops, keys and settings')
  const shop = await example('POST /v1/admin/shops', {
    key: 'dev',
    body: { name: 'Acme', origins: [url, 'https://acme.example'], country: 'SE' },
  })
  secret = shop['secretKey'] as string
  await example('GET /v1/shop')
  await example('PATCH /v1/shop', {
    body: {
      rules: { approval: { above: 2 }, digestMinutes: 0, threshold: 1 },
      destinations,
      sources: [
        { type: 'feed', name: 'feed', url: `${OUTSIDE}/feed.csv`, missingMeans: 'unchanged' },
      ],
    },
  })
  const key = await example('POST /v1/keys', { body: { name: 'ERP', scopes: ['stock'] } })
  await example('GET /v1/keys')
  await example('DELETE /v1/keys/:id', { path: `/v1/keys/${key['id']}` })

  group('Products, stock and sources')
  await example('PUT /v1/products', {
    body: [entry('TEE-M', 'Harbour tee'), entry('TEE-L', 'Harbour tee')],
  })
  await example('PUT /v1/stock-levels', {
    body: [
      { sku: 'TEE-M', quantity: 0 },
      { sku: 'TEE-L', quantity: 0 },
    ],
  })
  await example('GET /v1/sources')
  await example('POST /v1/sources/try', { body: { type: 'feed', url: `${OUTSIDE}/feed.csv` } })
  await example('POST /v1/sources/:name/poll', { path: '/v1/sources/feed/poll' })

  group('People')
  const ada = await example('POST /v1/subscriptions', { body: waiting('ada@example.com') })
  await ask(4, 'person')
  await example('POST /v1/contacts/lookup', { body: { email: 'ada@example.com' } })
  await example('GET /v1/contacts/:id', { path: `/v1/contacts/${ada['contactId']}` })
  await example('GET /v1/contacts/:id/subscriptions', {
    path: `/v1/contacts/${ada['contactId']}/subscriptions`,
  })
  await example('GET /v1/subscriptions/:id/history', {
    path: `/v1/subscriptions/${ada['id']}/history`,
  })
  await example('PUT /v1/suppressions', { body: { email: 'eve@example.com' } })
  await example('DELETE /v1/suppressions', { body: { email: 'eve@example.com' } })

  group('Who waits for what')
  await example('GET /v1/demand', { path: '/v1/demand?sort=people&limit=1' })
  await example('GET /v1/demand/:sku', { path: '/v1/demand/TEE-M?limit=2' })

  group('Rules')
  await example('GET /v1/rules/explain', { path: '/v1/rules/explain?sku=TEE-M&quantity=3' })
  await example('POST /v1/rules/simulate', {
    body: { rules: { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } }, days: 30 },
  })

  group('Restocks')
  await level('TEE-M', 10)
  const id = await restockOf('TEE-M', 'awaiting')
  await example('GET /v1/restocks', { path: '/v1/restocks?sku=TEE-M&limit=1' })
  await example('GET /v1/held', { path: '/v1/held?sku=TEE-M&limit=1' })
  await example('POST /v1/restocks/:id/hold', {
    path: `/v1/restocks/${id}/hold`,
    body: { reason: 'Wrong price on the page' },
  })
  await example('POST /v1/restocks/:id/resume', { path: `/v1/restocks/${id}/resume` })
  await example('POST /v1/restocks/:id/approve', { path: `/v1/restocks/${id}/approve` })
  await restockOf('TEE-M', 'done')
  await linkTo('ada@example.com', 'r')
  await example('POST /v1/orders', {
    body: {
      id: '1001',
      email: 'ada@example.com',
      items: [{ sku: 'TEE-M', quantity: 1, price: 39, currency: 'EUR' }],
    },
  })
  await ask(4, 'later', 'TEE-L')
  await level('TEE-L', 5)
  const ended = await restockOf('TEE-L', 'awaiting')
  await example('POST /v1/restocks/:id/end', { path: `/v1/restocks/${ended}/end` })

  group('Notifying, moving and closing a list')
  await level('TEE-L', 0)
  const last = await ask(6, 'fair', 'TEE-L')
  await example('POST /v1/demand/:sku/notify', {
    path: '/v1/demand/TEE-L/notify',
    body: { id: 'fair-2026', people: 2, reason: 'Sold at the fair' },
  })
  await example('POST /v1/subscriptions/:id/notify', {
    path: `/v1/subscriptions/${last['id']}/notify`,
    body: { reason: 'Asked on the phone' },
  })
  await quiet('PUT', '/v1/products', [entry('TEE-L-2027', 'Harbour tee'), entry('MUG-2', 'Mug')])
  await example('POST /v1/demand/:sku/move', {
    path: '/v1/demand/TEE-L/move',
    body: { to: 'TEE-L-2027', reason: 'New sku number' },
  })
  await example('POST /v1/demand/:sku/close', {
    path: '/v1/demand/TEE-L-2027/close',
    body: { message: true, alternative: 'MUG-2', reason: 'Discontinued' },
  })

  group('Messages, team and sender')
  await example('POST /v1/messages/preview', {
    body: { kind: 'alert', channel: 'email', sku: 'TEE-M' },
  })
  const member = await example('POST /v1/team', {
    body: { email: 'olga@acme.example', name: 'Olga' },
  })
  await fetch(url + (await linkTo('olga@acme.example', 't')), {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'do=confirm',
  })
  await example('GET /v1/team')
  await example('PATCH /v1/team/:id', {
    path: `/v1/team/${member['id']}`,
    body: { notices: { list_long: false } },
  })
  await example('POST /v1/messages/test', {
    body: { kind: 'alert', channel: 'email', sku: 'TEE-M', to: 'olga@acme.example' },
  })
  await example('DELETE /v1/team/:id', { path: `/v1/team/${member['id']}` })
  await example('POST /v1/sender/check')
  await example('GET /v1/sender')

  group('Destinations and failed calls')
  await example('GET /v1/destinations')
  await example('POST /v1/destinations/:name/check', { path: '/v1/destinations/mail/check' })
  const other = await quiet(
    'POST',
    '/v1/admin/shops',
    {
      name: 'Beta',
      origins: ['https://beta.example'],
      destinations: [
        { type: 'klaviyo', companyId: 'ABC123', catalog: '$custom:::$default', feed: true },
      ],
    },
    'dev',
  )
  const others = other['secretKey'] as string
  await example('POST /v1/destinations/:name/feed-key', {
    path: '/v1/destinations/klaviyo/feed-key',
    key: others,
  })
  await example('POST /v1/destinations/:name/replay', {
    path: '/v1/destinations/klaviyo/replay',
    key: others,
  })
  await example('POST /v1/destinations/:name/open', { path: '/v1/destinations/erp/open' })
  await quiet(
    'PATCH',
    '/v1/shop',
    {
      destinations: [
        {
          type: 'voyado-centra',
          url: `${OUTSIDE}/hook`,
          tenantId: 'beta',
          locales: ['en'],
          market: '4',
        },
      ],
    },
    others,
  )
  await quiet('POST', '/v1/subscriptions', waiting('ada@example.com'), others)
  const dead = await until('call that was given up', async () => {
    const answer = (await quiet('GET', '/v1/notifications', undefined, others)) as { dead: Json[] }
    return answer.dead[0]
  })
  await example('GET /v1/notifications', { path: '/v1/notifications?limit=1', key: others })
  await example('POST /v1/notifications/:id/retry', {
    path: `/v1/notifications/${dead['id']}/retry`,
    key: others,
  })
  await example('POST /v1/notifications/retry', { body: { reason: dead['reason'] }, key: others })

  group('Reports and log')
  await example('GET /v1/reports/daily', { path: '/v1/reports/daily?by=sku&limit=2' })
  await example('GET /v1/log', { path: '/v1/log?limit=3' })

  group('Lists')
  await ask(2, 'list', 'MUG-2')
  for (const list of ['waiting', 'consents', 'suppressions', 'demand', 'restocks']) {
    await example(`GET /v1/lists/${list}.csv`)
    await example(`GET /v1/lists/${list}.ndjson`)
  }
  await example('GET /v1/lists/everything.ndjson')
  const file = 'email,sku,created_at\ngrace@example.com,TEE-M,2026-11-20T10:00:00Z\ngrace@,TEE-M,\n'
  const query = 'id=old-app&name=old.csv&format=csv'
  await example('POST /v1/lists/import', {
    path: `/v1/lists/import?${query}&dryRun=true`,
    body: file,
  })
  await quiet('POST', `/v1/lists/import?${query}`, file)
  await example('GET /v1/lists/imports/:id', { path: '/v1/lists/imports/old-app' })

  group('Confirming and erasing')
  await quiet('PATCH', '/v1/shop', { doubleOptIn: true })
  const asked = await askInForm('grace@example.com', 'MUG-2')
  await example('POST /v1/subscriptions/:id/confirmation', {
    path: `/v1/subscriptions/${asked}/confirmation`,
  })
  await example('DELETE /v1/subscriptions/:id', { path: `/v1/subscriptions/${last['id']}` })
  await example('DELETE /v1/contacts/:id', { path: `/v1/contacts/${ada['contactId']}` })
} finally {
  outside.close()
  outside.closeAllConnections()
}

writeFileSync(
  FILE,
  `# One call of each route

\`npm run examples\` made these calls on ${new Date().toISOString().slice(0, 10)} and wrote this page: one shop, one after the other. Long texts and lists are
cut (\`…\`), and so is what opens anything. Each call carries \`Authorization: Bearer\` with the shop's secret key; the first one, the administrator's.
[api.md](api.md) says what each route takes and answers.

${sections.join('\n')}`,
)
console.log(`${FILE}: ${sections.filter((one) => one.startsWith('###')).length} calls`)
