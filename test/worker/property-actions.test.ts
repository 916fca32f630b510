/**
 * Runs random stories in which a merchant approves, holds, resumes and ends restocks, notifies people,
 * moves and closes lists, while people come and go and levels change. The laws:
 *
 * - a wish causes one alert at most, and no person is lost;
 * - a level notifies no more units than its pace allows;
 * - no message of a restock starts while it waits for the shop or after it was ended, and none about a request
 *   of a closed list;
 * - a move keeps each person's place and consent;
 * - a repeated request changes no row, and has the same answer;
 * - the counters of `GET /v1/demand` are what a fresh count gives.
 */
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { COUNTED, KEPT } from './counted.ts'
import { linkFor } from '../../worker/link/token.ts'
import { ask, deliver, world } from './harness.ts'
import {
  all,
  describeAll,
  HOUR,
  MINUTE,
  nextMorning,
  openStoryShop,
  type Opened,
  settle,
  startAgain,
  STORY_SEED,
  storyRuns,
  stopClockInTests,
  tell,
} from './story.ts'

const PEOPLE = ['a', 'b', 'c', 'd']
const SKUS = ['A', 'B']
const WAVE = 30
/** In the subject of the last message about a variant. */
const CLOSED = 'No longer available'

const one = <T>(...values: T[]) => fc.constantFrom(...values)
const who = one(...PEOPLE)
const sku = one(...SKUS)
const restock = fc.nat(3)

/** What the merchant asks for. The restock: the newest is 0. */
type Wish =
  | { do: 'approve' | 'hold' | 'resume' | 'end'; restock: number }
  | { do: 'notify'; sku: string; people: number | 'all'; id: string }
  | { do: 'notifyOne'; who: string; sku: string }
  | { do: 'move'; sku: string }
  | { do: 'close'; sku: string; message: boolean }

type Step =
  | Wish
  | { do: 'ask' | 'leave'; who: string; sku: string }
  | { do: 'unsubscribe' | 'order'; who: string }
  | { do: 'level'; sku: string; quantity: number }
  | { do: 'deliver'; how: 'once' | 'twice' | 'lost' }
  | { do: 'pass'; minutes: number }

const actions = one('approve' as const, 'hold' as const, 'resume' as const, 'end' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: one('ask' as const), who, sku }) },
  { weight: 1, arbitrary: fc.record({ do: one('leave' as const), who, sku }) },
  { weight: 1, arbitrary: fc.record({ do: one('unsubscribe' as const, 'order' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: one('level' as const), sku, quantity: one(0, 1, 2, 5) }),
  },
  { weight: 7, arbitrary: fc.record({ do: actions, restock }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: one('notify' as const),
      sku,
      people: one<number | 'all'>(1, 2, 'all'),
      id: one('w1', 'w2', 'w3'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: one('notifyOne' as const), who, sku }) },
  { weight: 2, arbitrary: fc.record({ do: one('move' as const), sku }) },
  { weight: 1, arbitrary: fc.record({ do: one('close' as const), sku, message: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: one('deliver' as const),
      how: one('once', 'once', 'twice', 'lost'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: one('pass' as const), minutes: one(2, 10, 31) }) },
) as fc.Arbitrary<Step>

const story: fc.Arbitrary<Story> = fc.record({
  approval: one<unknown>('never', 'always', { above: 1 }),
  pace: one<unknown>({ mode: 'everyone' }, { mode: 'waves', perUnit: 1, everyMinutes: WAVE }),
  steps: fc.array(step, { minLength: 14, maxLength: 22, size: 'max' }),
})

interface Story {
  approval: unknown
  pace: unknown
  steps: Step[]
}

const asks = (name: string, about: string): Step => ({ do: 'ask', who: name, sku: about })
const inStock: Step[] = [
  { do: 'level', sku: 'A', quantity: 5 },
  { do: 'deliver', how: 'once' },
]
const everyone = { approval: 'never', pace: { mode: 'everyone' } }

/** Fixed stories, of situations that are rare in random ones. */
const RARE: [Story][] = [
  // A restock is ended, and a list closed, while messages are on their way.
  [
    {
      ...everyone,
      steps: [
        asks('a', 'A'),
        asks('b', 'A'),
        ...inStock,
        { do: 'end', restock: 0 },
        { do: 'deliver', how: 'once' },
        { do: 'level', sku: 'A', quantity: 0 },
        asks('c', 'A'),
        ...inStock,
        { do: 'close', sku: 'A', message: true },
        { do: 'pass', minutes: 2 },
      ],
    },
  ],
  // People who wait for both variants are moved, and the older place counts.
  [
    {
      ...everyone,
      steps: [
        asks('a', 'A'),
        asks('b', 'B'),
        asks('a', 'B'),
        asks('b', 'A'),
        asks('c', 'A'),
        { do: 'move', sku: 'A' },
        { do: 'notify', sku: 'B', people: 2, id: 'w1' },
        { do: 'deliver', how: 'once' },
        { do: 'move', sku: 'B' },
      ],
    },
  ],
]

interface Waiting {
  id: string
  contact: string
  sku: string
}
interface Message extends Waiting {
  restock: string
}

const WAITING = `SELECT id, contact_id AS contact, sku FROM subscription ORDER BY id`
const QUEUED = `SELECT subscription_id AS id, contact_id AS contact, sku, restock_id AS restock FROM outbox
  WHERE call = 'notify' ORDER BY id`
const CLOSING = `SELECT subscription_id AS id, contact_id AS contact, sku FROM outbox WHERE call = 'close'`
const SENT = `SELECT subscription_id AS id, contact_id AS contact, sku, restock_id AS restock
  FROM notification ORDER BY id`
// Of two requests that become one, the older takes over what the younger had.
const GIVEN = `SELECT contact_id, purpose, channel, action, text_hash, version, at FROM consent
  WHERE action <> 'moved' ORDER BY 1, 2, 3, 4, 5, 6, 7`
const RESTOCKS = `SELECT id, sku, kind, state, matched FROM restock ORDER BY id DESC`

/** The rows that a repeated request may not change. */
const ROWS = [
  'subscription',
  'consent',
  'outbox',
  'notification',
  'restock',
  'list_job',
  'log',
  'demand',
]
const dump = async () =>
  JSON.stringify(
    (await env.DB.batch(ROWS.map((name) => env.DB.prepare(`SELECT * FROM ${name}`)))).map(
      ({ results }) => results,
    ),
  )

const other = (name: string) => (name === 'A' ? 'B' : 'A')

/** The request of a wish; undefined if its restock or its subscription does not exist. */
async function requestOf(
  opened: Opened,
  wish: Wish,
): Promise<[path: string, body: object] | undefined> {
  switch (wish.do) {
    case 'notify': {
      const { sku: about, people, id } = wish
      return [`/v1/demand/${about}/notify`, { id, people, reason: 'Sold by phone' }]
    }
    case 'notifyOne': {
      const id = await waitingOf(opened, wish)
      return id === undefined ? undefined : [`/v1/subscriptions/${id}/notify`, { reason: 'Asked' }]
    }
    case 'move':
      return [`/v1/demand/${wish.sku}/move`, { to: other(wish.sku) }]
    case 'close':
      return [`/v1/demand/${wish.sku}/close`, { message: wish.message }]
    default: {
      const found = (await all<{ id: string }>(RESTOCKS))[wish.restock]
      return found && [`/v1/restocks/${found.id}/${wish.do}`, {}]
    }
  }
}

/** The subscription of a person, if the person waits for the variant. */
async function waitingOf(
  { names }: Opened,
  { who: name, sku: about }: { who: string; sku: string },
) {
  const found = await all<Waiting>(WAITING)
  return found.find((row) => names.get(row.contact) === name && row.sku === about)?.id
}

/** Runs a story, and returns the faults. */
async function run(opened: Opened, { approval, pace, steps }: Story): Promise<string[]> {
  const { shop, names } = opened
  nextMorning()
  await startAgain({
    '$.rules.approval': approval,
    '$.rules.pace': pace,
    '$.rules.digestMinutes': 0,
    '$.limits.messagesPerPersonPerDay': 100,
  })
  await describeAll(shop, SKUS)
  const faults: string[] = []
  const quantities = new Map(SKUS.map((name) => [name, 0]))
  /** Requests of which each may cause one alert, by person. */
  const wishes = new Map<string, number>()
  /** Requests that ended without an alert: cancelled, or of a closed list. */
  const ended = new Set<string>()
  /** Last messages that each person has to get. */
  const lastWords = new Map<string, number>()
  let claims: { at: number; sku: string; units: number }[] = []
  let known: Waiting[] = []

  /** The requests that wait, and those whose message is queued. */
  const pending = async () => [...(await all<Waiting>(WAITING)), ...(await all<Message>(QUEUED))]

  /** Delivers a message, and checks a wave that it makes. */
  const hand = async (message: (typeof world.queued)[number]) => {
    const restocks = new Map(
      (await all<{ id: string; kind: string; state: string }>(RESTOCKS)).map((row) => [
        row.id,
        row,
      ]),
    )
    const before = new Set((await all<Message>(QUEUED)).map(({ id }) => id))
    const mails = new Set((await all<Message>(SENT)).map(({ id }) => id))
    await deliver(message)
    const barred = (row: Message) => {
      const { kind = '', state = '' } = restocks.get(row.restock) ?? {}
      if (['stopped', 'ended', 'awaiting'].includes(state)) return state
      return kind === 'level' && quantities.get(row.sku) === 0 ? 'sold out' : undefined
    }
    for (const row of (await all<Message>(SENT)).filter(({ id }) => !mails.has(id))) {
      const why = barred(row)
      if (why !== undefined) faults.push(`a message left although its restock was ${why}`)
      if (ended.has(row.id)) faults.push('a message left for a request that had ended')
    }
    const claimed = (await all<Message>(QUEUED)).filter(({ id }) => !before.has(id))
    const first = claimed.find(({ restock: id }) => restocks.get(id)?.kind === 'level')
    if (!first || JSON.stringify(pace).includes('everyone')) return
    const since = Date.now() - WAVE * MINUTE
    const lately = claims.filter(({ at, sku: about }) => at > since && about === first.sku)
    const used = lately.reduce((sum, { units }) => sum + units, 0)
    const allowed = (quantities.get(first.sku) ?? 0) - used
    if (claimed.length > allowed) faults.push(`a wave has ${claimed.length} of ${allowed} units`)
    claims = [...claims, { at: Date.now(), sku: first.sku, units: claimed.length }]
  }

  /** Makes a request of the merchant, and the same once more. */
  const wish = async (what: Wish) => {
    const request = await requestOf(opened, what)
    if (!request) return
    const [path, body] = request
    const before = await pending()
    const consents = await all(GIVEN)
    const answer = await shop.api('POST', path, body)
    const said = `${answer.status} ${await answer.text()}`
    if (answer.status > 409) faults.push(`answered ${said}`)
    if (answer.status < 300 && what.do === 'close') {
      for (const { id, contact } of before.filter((row) => row.sku === what.sku)) {
        ended.add(id)
        if (!what.message) continue
        const name = names.get(contact) ?? ''
        lastWords.set(name, (lastWords.get(name) ?? 0) + 1)
      }
    }
    if (what.do === 'move') {
      const now = await all<Waiting>(WAITING)
      for (const row of before.filter((each) => each.sku === what.sku && !('restock' in each))) {
        const both = before.find(
          (each) => each.contact === row.contact && each.sku !== what.sku && !('restock' in each),
        )
        const place = both && both.id < row.id ? both.id : row.id
        const moved = now.some(({ id, sku: about }) => id === place && about === other(what.sku))
        if (!moved) faults.push('a person has not the own place after a move')
        const [proof] = await all(
          `SELECT 1 FROM consent WHERE action = 'moved' AND subscription_id IN (?, ?) AND sku = ?`,
          row.id,
          place,
          other(what.sku),
        )
        if (!proof) faults.push('a move left no record of its consent')
      }
      const after = await all(GIVEN)
      if (JSON.stringify(after) !== JSON.stringify(consents)) faults.push('a move changed consents')
    }
    const rows = await dump()
    const again = await shop.api('POST', path, body)
    const repeated = `${again.status} ${await again.text()}`
    if (repeated !== said) faults.push(`answers ${said}, and then ${repeated}`)
    if ((await dump()) !== rows) faults.push('a repetition changes rows')
  }

  const apply = async (what: Step): Promise<void> => {
    switch (what.do) {
      case 'ask': {
        const { shop: _, ...body } = shop.request({
          email: `${what.who}@example.com`,
          sku: what.sku,
        })
        const waits = (await waitingOf(opened, what)) !== undefined
        const { status } = await shop.api('POST', '/v1/subscriptions', body)
        const expected = (quantities.get(what.sku) ?? 0) > 0 ? 409 : 202
        if (status !== expected) faults.push(`a request is answered ${status}`)
        if (status === 202 && !waits) wishes.set(what.who, (wishes.get(what.who) ?? 0) + 1)
        return
      }
      case 'leave': {
        const id = await waitingOf(opened, what)
        if (id === undefined) return
        ended.add(id)
        await shop.api('DELETE', `/v1/subscriptions/${id}`)
        return
      }
      case 'unsubscribe': {
        const contactId = [...names].find(([, name]) => name === what.who)?.[0] ?? ''
        for (const row of await pending()) if (row.contact === contactId) ended.add(row.id)
        // The last message is not sent either, if it has not left yet.
        const unsent = (await all<Waiting>(CLOSING)).filter((row) => row.contact === contactId)
        lastWords.set(what.who, (lastWords.get(what.who) ?? 0) - unsent.length)
        const person = { contactId, locale: 'en' }
        const link = await linkFor(world.env, shop, 'unsubscribe', person, Date.now())
        await ask(new URL(link).pathname, { method: 'POST' })
        return
      }
      case 'order': {
        const items = SKUS.map((each) => ({ sku: each, quantity: 1, price: 9, currency: 'EUR' }))
        const body = { id: `o-${Date.now()}`, email: `${what.who}@example.com`, items }
        await shop.api('POST', '/v1/orders', body)
        return
      }
      case 'level':
        quantities.set(what.sku, what.quantity)
        return shop.setStock({ sku: what.sku, quantity: what.quantity })
      case 'deliver': {
        const message = world.queued.shift()
        if (!message || what.how === 'lost') return
        await hand(message)
        if (what.how === 'twice') await hand(message)
        return
      }
      case 'pass':
        return settle(what.minutes * MINUTE, hand)
      default:
        return wish(what)
    }
  }

  const check = async () => {
    const messages = await all<Message>(SENT)
    if (new Set(messages.map(({ id }) => id)).size < messages.length)
      faults.push('a request caused two alerts')
    const alerts = world.mails.filter(({ subject }) => !subject.includes(CLOSED))
    if (alerts.length !== messages.length)
      faults.push(`${alerts.length} alerts were sent, and ${messages.length} recorded`)
    for (const [name, count] of Map.groupBy(alerts, ({ to }) => to.split('@', 1)[0] ?? ''))
      if (count.length > (wishes.get(name) ?? 0)) faults.push(`${name} got too many alerts`)
    // Each request still waits, became an alert, ended, or was joined with another one of the person.
    const now = [...(await pending()), ...messages]
    for (const row of known) {
      const goesOn = now.some(({ id }) => id === row.id) || ended.has(row.id)
      const isJoined = now.some(({ id, contact }) => contact === row.contact && id !== row.id)
      if (!goesOn && !isJoined) faults.push(`${names.get(row.contact)} is lost`)
    }
    known = [...(await pending())]
    const [kept, counted] = [await all(KEPT), await all(COUNTED)]
    if (JSON.stringify(kept) !== JSON.stringify(counted))
      faults.push(`the counters are ${JSON.stringify(kept)}`)
  }

  const early = await tell(steps, apply, check, faults)
  if (early.length > 0) return early

  // In the end the merchant resumes every restock, and each level falls to zero and rises above the demand.
  for (const { id, state } of await all<{ id: string; state: string }>(RESTOCKS)) {
    if (state === 'stopped') await shop.api('POST', `/v1/restocks/${id}/resume`, {})
  }
  for (const quantity of [0, 50]) {
    for (const about of SKUS) await apply({ do: 'level', sku: about, quantity })
    await settle(5 * MINUTE, hand)
  }
  for (const { id, state } of await all<{ id: string; state: string }>(RESTOCKS)) {
    if (state === 'awaiting') await shop.api('POST', `/v1/restocks/${id}/approve`, {})
  }
  await settle(8 * HOUR, hand)
  await check()
  for (const { contact } of await pending()) faults.push(`${names.get(contact)} waits for ever`)
  const closed = world.mails.filter(({ subject }) => subject.includes(CLOSED))
  const words = Map.groupBy(closed, ({ to }) => to.split('@', 1)[0] ?? '')
  for (const name of PEOPLE) {
    const [got, due] = [words.get(name)?.length ?? 0, lastWords.get(name) ?? 0]
    if (got !== due) faults.push(`${name} got ${got} of ${due} last messages`)
  }
  return faults.map((fault) => `${fault} in the end`)
}

stopClockInTests()

it('each action of a merchant notifies a person once at most, and loses no person', async () => {
  const opened = await openStoryShop(SKUS, PEOPLE)
  const property = fc.asyncProperty(story, async (told) => {
    expect(await run(opened, told)).toEqual([])
  })
  await fc.assert(property, {
    numRuns: storyRuns(7),
    seed: STORY_SEED,
    examples: RARE,
    endOnFailure: true,
  })
}, 36_000_000)
