/** The stories of test/worker/property-held.test.ts: the changes in a shop, and how the Worker gets them. */
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { openVault } from '../../worker/vault.ts'
import {
  FORM_PRICE,
  LEVELS,
  MINUTE,
  PACES,
  PLACES,
  RULES,
  type Settings,
  shelvesFor,
  type World,
} from './held-model.ts'
import { makeShop, ORIGIN, TABLES, type TestShop, world } from './harness.ts'

// These describe no product when they ask.
const SILENT = ['c', 'd']
export const PEOPLE = ['a', 'b', ...SILENT]
export const SKU = 'TEE-M'

export type Change =
  | { do: 'subscribe'; who: string; place: number; wants: number }
  | { do: 'leave'; who: string }
  | { do: 'level'; level: number; quantity: number }
  | { do: 'rules'; change: Partial<Settings> }
  | { do: 'price'; locale: string; price: number }
  | { do: 'attribute'; who: string; vip: boolean }
  | { do: 'order'; who: string }
  | { do: 'pass'; minutes: number }

/**
 * A change, and what comes after it: everything that it causes, or one queue message, or nothing. With
 * `amid` it comes in the middle of that: before this write of the Worker.
 */
interface Step {
  change: Change
  after: 'settle' | 'deliver' | 'nothing'
  amid: number | null
}

/** A shop's rules, people who ask while it is sold out, units that arrive, and what happens then. */
export interface Story {
  settings: Settings
  asking: Change[]
  quantity: number
  steps: Step[]
}

const one = <T>(...values: T[]) => fc.constantFrom(...values)
const who = one(...PEOPLE)
const rule = fc.nat(RULES.length - 1)
const pace = fc.nat(PACES.length - 1)
const coolDownHours = one(0, 0, 2, 30)

const subscribe = fc.record({
  do: one('subscribe' as const),
  who,
  place: fc.nat(PLACES.length - 1),
  wants: fc.integer({ min: 1, max: 3 }),
})
const level = fc.record({
  do: one('level' as const),
  level: one(0, 0, 0, 0, 1, 2, 3),
  quantity: one(0, 0, 1, 2, 3, 4, 5, 9, 10, 12),
})
const rules = fc.record({
  do: one('rules' as const),
  change: fc.oneof(
    fc.record({ threshold: one(0, 0, 3, 5) }),
    fc.record({ rule }),
    fc.record({ rule, keepUnmatched: one(true) }),
    fc.record({ keepUnmatched: fc.boolean() }),
    fc.record({ coolDownHours }),
    fc.record({ pace }),
  ),
})
const price = fc.record({ do: one('price' as const), locale: one('', 'sv'), price: one(10, 30) })
const attribute = fc.record({ do: one('attribute' as const), who, vip: fc.boolean() })
const pass = fc.record({ do: one('pass' as const), minutes: one(7, 31, 130, 1450) })

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 2, arbitrary: subscribe },
  { weight: 1, arbitrary: fc.record({ do: one('leave' as const), who }) },
  { weight: 5, arbitrary: level },
  { weight: 5, arbitrary: rules },
  { weight: 1, arbitrary: price },
  { weight: 2, arbitrary: attribute },
  { weight: 2, arbitrary: fc.record({ do: one('order' as const), who }) },
  { weight: 4, arbitrary: pass },
)
// No time passes within a match. A match that takes longer than its lease may run beside another one.
const step: fc.Arbitrary<Step> = fc
  .record({
    change,
    after: one('settle' as const, 'settle' as const, 'deliver' as const, 'nothing' as const),
    amid: fc.option(fc.nat(5), { freq: 4 }),
  })
  .map((each) => (each.change.do === 'pass' ? { ...each, amid: null } : each))

export const story: fc.Arbitrary<Story> = fc.record({
  settings: fc.record({
    threshold: one(0, 0, 3),
    rule: fc.integer({ min: 1, max: RULES.length - 1 }),
    keepUnmatched: one(true, true, true, false),
    coolDownHours,
    pace,
  }),
  asking: fc.array(subscribe, { minLength: 2, maxLength: 4, size: 'max' }),
  quantity: one(1, 3, 4, 9, 12),
  steps: fc.array(step, { minLength: 4, maxLength: 10, size: 'max' }),
})

const settle = (what: Change, amid: number | null = null): Step => ({
  change: what,
  after: 'settle',
  amid,
})
const samePrice: Change = { do: 'price', locale: '', price: 10 }

/** Stories that found faults of the Worker once. */
export const FOUND: [Story][] = [
  // A person with two requests cancels one while a match claims it. The match deleted the other one, too.
  [
    {
      settings: { threshold: 0, rule: 1, keepUnmatched: true, coolDownHours: 0, pace: 1 },
      asking: [
        { do: 'subscribe', who: 'd', place: 0, wants: 1 },
        { do: 'subscribe', who: 'a', place: 0, wants: 1 },
        { do: 'subscribe', who: 'd', place: 1, wants: 1 },
      ],
      quantity: 1,
      steps: [
        settle({ do: 'rules', change: { rule: 0, keepUnmatched: true } }),
        settle({ do: 'level', level: 0, quantity: 5 }),
        settle({ do: 'rules', change: { keepUnmatched: false } }),
        { change: samePrice, after: 'nothing', amid: null },
        settle({ do: 'leave', who: 'd' }, 1),
        settle(samePrice),
        settle(samePrice),
      ],
    },
  ],
]

/** The settings that the API takes for the model's. */
const rulesOf = ({ rule: at, pace: which, ...rest }: Settings) => ({
  ...rest,
  digestMinutes: 0,
  pace: PACES[which],
  ...(RULES[at]?.json !== undefined && { conditions: RULES[at].json }),
})

export interface Opened {
  shop: TestShop
  /** The names of the people, by the ids of their contacts. */
  names: Map<string, string>
}

/** The shop of all stories: to make one for each takes as long as a story. */
export async function openShop(): Promise<Opened> {
  const destinations = [{ type: 'email', rate: { perSecond: 1000 } }]
  const shop = await makeShop({
    maxQuantity: 5,
    destinations,
    // enough.test.ts is about the limit of a day.
    limits: { messagesPerPersonPerDay: 20 },
  })
  const { index } = await openVault(world.env, shop)
  const ids = await Promise.all(PEOPLE.map((name) => index('email', `${name}@example.com`)))
  return { shop, names: new Map(ids.map((id, at) => [id, PEOPLE[at] ?? ''])) }
}

const OF_THE_SHOP = new Set(['shop', 'secret_key', 'published_text'])
const EMPTIED = TABLES.filter((table) => !OF_THE_SHOP.has(table))

/** Forgets the story before, and sets the rules of the next. Gives what the model knows then. */
export async function startStory(settings: Settings): Promise<World> {
  const unset = { stableForSeconds: 0, soldOutForSeconds: 0, approval: 'never', products: [] }
  const stored = { ...unset, ...rulesOf(settings) }
  await env.DB.batch([
    ...EMPTIED.map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    env.DB.prepare("UPDATE shop SET settings = json_set(settings, '$.rules', json(?1))").bind(
      JSON.stringify(stored),
    ),
  ])
  world.queued = []
  world.mails = []
  return {
    settings,
    levels: new Map(),
    prices: new Map(),
    vips: new Map(),
    bought: new Map(),
    told: new Map(),
    left: new Set(),
  }
}

const mailOf = (name: string) => `${name}@example.com`
const named = ({ locale, externalId }: { locale: string; externalId: string }) => ({
  ...(locale && { locale }),
  ...(externalId && { externalId }),
})

/** Makes a change in the Worker and in the model. Gives the fault of an answer. */
export async function make(
  what: Change,
  { shop, names }: Opened,
  now: World,
  forward: (ms: number) => void,
): Promise<string | undefined> {
  const expect = async (status: number, answer: Promise<Response>) => {
    const got = (await answer).status
    return got === status ? undefined : `${what.do} is answered ${got}, not ${status}`
  }
  const request = (changes: Record<string, unknown>) => {
    const { shop: _, ...rest } = shop.request(changes)
    return rest
  }
  switch (what.do) {
    case 'subscribe': {
      const place = PLACES[what.place] ?? { locale: '', externalId: '' }
      const asked = request({ email: mailOf(what.who), quantity: what.wants, ...named(place) })
      const product = { ...(asked['product'] as object), price: FORM_PRICE }
      const body = { ...asked, product: SILENT.includes(what.who) ? undefined : product }
      const status = shelvesFor(place, now).length > 0 ? 409 : 202
      return expect(status, shop.api('POST', '/v1/subscriptions', body))
    }
    case 'leave': {
      const contact = [...names].find(([, name]) => name === what.who)?.[0]
      const row = await env.DB.prepare(
        'SELECT id FROM subscription WHERE contact_id = ? AND sku = ?',
      )
        .bind(contact, SKU)
        .first<{ id: string }>()
      if (!row) return
      now.left.add(row.id)
      return expect(204, shop.api('DELETE', `/v1/subscriptions/${row.id}`))
    }
    case 'level': {
      const place = LEVELS[what.level] ?? { locale: '', externalId: '' }
      now.levels.set(what.level, what.quantity)
      const body = [{ sku: SKU, quantity: what.quantity, ...named(place) }]
      return expect(202, shop.api('PUT', '/v1/stock-levels', body))
    }
    case 'rules':
      now.settings = { ...now.settings, ...what.change }
      return expect(200, shop.api('PATCH', '/v1/shop', { rules: rulesOf(now.settings) }))
    case 'price': {
      now.prices.set(what.locale, what.price)
      const { locale, price: amount } = what
      const entry = { sku: SKU, title: 'Tee', url: `${ORIGIN}/p`, price: amount, currency: 'EUR' }
      const body = [{ ...entry, ...(locale && { locale }) }]
      return expect(202, shop.api('PUT', '/v1/products', body))
    }
    case 'attribute': {
      now.vips.set(what.who, what.vip)
      const asked = request({ email: mailOf(what.who), sku: 'OTHER' })
      const body = { ...asked, attributes: { vip: what.vip } }
      return expect(202, shop.api('POST', '/v1/subscriptions', body))
    }
    case 'order': {
      now.bought.set(what.who, Date.now())
      const body = { id: `o-${Date.now()}`, email: mailOf(what.who), items: [{ sku: SKU }] }
      return expect(202, shop.api('POST', '/v1/orders', body))
    }
    case 'pass':
      forward(what.minutes * MINUTE)
  }
}
