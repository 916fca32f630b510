/**
 * Bad input through every route of every dialect: no answer is a server error, each refusal has the
 * original's shape and media type and repeats nothing that was sent, no refusal stores anything, and a good
 * call afterwards still works. `npm run fuzz` sends all that is generated, an ordinary run a part of it.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { app } from '../../../worker/app.ts'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import { TWILIO } from '../../fakes/twilio.ts'
import { LONG } from '../../fuzz/run.ts'
import { ask, fakeUrl, makeShop, type TestShop, world } from '../harness.ts'
import { faultsInStore } from '../stored.ts'
import { type BadCase, casesOf, QUERIES } from './bad-cases.ts'
import { callerHeaders, SPOKEN, type Speech, speechOf } from './callers.ts'
import { type DialectRoute, ROUTES } from './routes.ts'
import { faultsIn } from './shapes.ts'

/** How many bad calls each route gets in an ordinary run. */
const COUNTS: Record<string, number> = {
  'DELETE /api/catalog-items/:id': 4,
  'DELETE /api/catalog-variants/:id': 15,
  'DELETE /api/v1/products/:id': 15,
  'DELETE /api/v2/inventory/backinstock/subscriptions/:subscriptionId': 4,
  'DELETE /api/v3/inventory/backinstock/subscriptions/:subscriptionId': 15,
  'GET /api/catalog-item-bulk-create-jobs': 4,
  'GET /api/catalog-item-bulk-create-jobs/:job': 4,
  'GET /api/catalog-item-bulk-delete-jobs': 33,
  'GET /api/catalog-item-bulk-delete-jobs/:job': 33,
  'GET /api/catalog-item-bulk-update-jobs': 4,
  'GET /api/catalog-item-bulk-update-jobs/:job': 4,
  'GET /api/catalog-items': 4,
  'GET /api/catalog-items/:id': 4,
  'GET /api/catalog-items/:id/relationships/variants': 4,
  'GET /api/catalog-items/:id/variants': 33,
  'GET /api/catalog-variant-bulk-create-jobs': 4,
  'GET /api/catalog-variant-bulk-create-jobs/:job': 4,
  'GET /api/catalog-variant-bulk-delete-jobs': 33,
  'GET /api/catalog-variant-bulk-delete-jobs/:job': 33,
  'GET /api/catalog-variant-bulk-update-jobs': 4,
  'GET /api/catalog-variant-bulk-update-jobs/:job': 4,
  'GET /api/catalog-variants': 33,
  'GET /api/catalog-variants/:id': 33,
  'GET /api/v1/products': 33,
  'GET /api/v1/products/:id': 33,
  'GET /api/v2/contacts/:contactId': 4,
  'GET /api/v2/contacts/:contactId/backinstock/subscriptions': 4,
  'GET /api/v2/contacts/id': 4,
  'GET /api/v3/contacts/:contactId': 33,
  'GET /api/v3/contacts/:contactId/backinstock/subscriptions': 33,
  'GET /api/v3/contacts/id': 33,
  'PATCH /api/catalog-items/:id': 44,
  'PATCH /api/catalog-variants/:id': 77,
  'POST /api/back-in-stock-subscriptions': 65,
  'POST /api/catalog-item-bulk-create-jobs': 40,
  'POST /api/catalog-item-bulk-delete-jobs': 40,
  'POST /api/catalog-item-bulk-update-jobs': 40,
  'POST /api/catalog-items': 40,
  'POST /api/catalog-variant-bulk-create-jobs': 63,
  'POST /api/catalog-variant-bulk-delete-jobs': 40,
  'POST /api/catalog-variant-bulk-update-jobs': 63,
  'POST /api/catalog-variants': 65,
  'POST /api/profile-subscription-bulk-create-jobs': 64,
  'POST /api/v1/back-in-stock': 62,
  'POST /api/v1/products': 61,
  'POST /api/v2/contacts': 36,
  'POST /api/v2/inventory/backinstock/subscriptions': 40,
  'POST /api/v3/contacts': 53,
  'POST /api/v3/inventory/backinstock/subscriptions': 61,
  'POST /client/back-in-stock-subscriptions': 65,
  'POST /client/subscriptions': 63,
  'POST /voyado-centra/:shop': 60,
  'PUT /api/v2/inventory/stock-levels': 36,
  'PUT /api/v2/inventory/stock-levels/batch': 36,
  'PUT /api/v3/inventory/stock-levels': 53,
}

/** A shop with every dialect, and the two channels that most of them have. */
const spokenShop = () =>
  makeShop({
    ...SPOKEN,
    channels: ['email', 'sms'],
    limits: { newContactsPerHour: 1e6, openPerContact: 1e4 },
    destinations: [
      { type: 'email' },
      {
        type: 'sms',
        accountSid: TWILIO.sid,
        authToken: TWILIO.token,
        from: TWILIO.from,
        baseUrl: fakeUrl('twilio'),
      },
    ],
  })

beforeEach(() => {
  const open = { limit: async () => ({ success: true }) }
  world.env = {
    ...world.env,
    DB: meteredDatabase(world.env.DB),
    LIMIT_ADDRESS: open,
    LIMIT_IP: open,
    LIMIT_REPEAT: open,
    LIMIT_FAILURES: open,
  }
})

let calls = 0

/** A text with the values of its `{names}`; `{n}` is a number of its own for each call. */
function filled(text: string, names: Record<string, string>): string {
  calls += 1
  const values: Record<string, string> = { ...names, n: String(calls) }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** Sends a call of a route: a good one, but for what the case changes. */
function call(
  shop: TestShop,
  route: DialectRoute,
  names: Record<string, string>,
  { body, type, values, query: only }: Partial<BadCase>,
) {
  const path = route.path
    .replace(':shop', shop.publicKey)
    .replace(/:(\w+)/g, (_, name: string) => (only ? undefined : values) ?? names[name] ?? name)
  const query = new URLSearchParams(route.query?.(shop))
  if (values !== undefined && route.method === 'GET') {
    for (const name of only ? [only] : [...QUERIES, ...query.keys()]) query.set(name, values)
  }
  const headers = new Headers(callerHeaders(route.path, shop.secretKey))
  if (type === null || body === undefined) headers.delete('Content-Type')
  else if (type) headers.set('Content-Type', type)
  // A text as the body would get a type of its own.
  const bytes = typeof body === 'string' ? new TextEncoder().encode(filled(body, names)) : body
  return ask(`${path}?${query}`, { method: route.method, headers, ...(bytes && { body: bytes }) })
}

const nameOf = ({ method, path }: DialectRoute) => `${method} ${path}`

/** Sends all bad calls of a route, then a good one. Gives what is wrong with the answers. */
async function tried(shop: TestShop, route: DialectRoute): Promise<string[]> {
  const names = (await route.arrange?.(shop)) ?? {}
  const wrong: string[] = []
  let refusals = 0
  for (const one of casesOf(route)) {
    takeUsed()
    // oxlint-disable-next-line no-await-in-loop -- each answer and its rows belong together
    const answer = await call(shop, route, names, one)
    const text = await answer.text()
    const { written } = takeUsed()
    const isRefusal = answer.status >= 400
    const sent = /canary|701239876|nonsense|<script|Bcc/
    const faults = isRefusal || one.refused ? faultsIn(route.speech, answer, text, sent) : []
    if (isRefusal && written > 0) faults.push(`wrote ${written} rows`)
    // Engage answers so to a body without Content-Type.
    const isEngages = route.speech === 'voyado' && one.type === null && answer.status === 500
    if (answer.status >= 500 && !isEngages) faults.push('is a server error')
    if (isRefusal) refusals += 1
    const at = `${nameOf(route)}: ${one.name}: ${answer.status}`
    // Vitest cannot report half a character.
    wrong.push(...faults.map((fault) => `${at}: ${fault}`.toWellFormed()))
  }
  // A list may take any query.
  const mayTakeAll = route.method === 'GET' && !route.path.includes(':')
  if (refusals < 3 && !mayTakeAll) wrong.push(`${nameOf(route)} refuses hardly anything`)
  const good = route.good === undefined ? {} : { body: JSON.stringify(route.good) }
  const { status } = await call(shop, route, names, good)
  return status === route.status ? wrong : [...wrong, `${nameOf(route)}: good: ${status}`]
}

describe('bad input', () => {
  it('reaches every route of every dialect', () => {
    const registered = app.routes
      .filter(({ method, path }) => method !== 'ALL' && speechOf(path))
      .map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`)
    expect([...new Set(registered)].toSorted()).toEqual(ROUTES.map(nameOf).toSorted())
    const counts = ROUTES.map((route) => [nameOf(route), casesOf(route).length])
    expect(LONG ? COUNTS : Object.fromEntries(counts)).toEqual(COUNTS)
  })

  it.each<Speech>(['klaviyo', 'voyado', 'voyadoCentra', 'sequenzy'])(
    'is refused in the shape of %s: it echoes nothing and stores nothing',
    async (speech) => {
      const shop = await spokenShop()
      // The first use of a key is noted.
      await shop.api('GET', '/v1/shop')
      const wrong: string[] = []
      for (const route of ROUTES.filter((one) => one.speech === speech)) {
        // oxlint-disable-next-line no-await-in-loop -- one shop
        wrong.push(...(await tried(shop, route)))
      }
      expect(wrong).toEqual([])
      expect(await faultsInStore(shop)).toEqual([])
    },
    LONG ? 540_000 : 120_000,
  )
})
