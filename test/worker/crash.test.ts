/**
 * Runs everything from subscribing to delivery with one fault at one step, for each fault and step.
 * In the end every person has a message. A person has two only if the process ended after it sent a
 * mail and before it recorded that: the mail binding takes no idempotency key. At most six mails,
 * those that are sent at once, can be repeated.
 *
 * The same for what a shop does by hand, for mails about several products, and for the limit of a day.
 *
 * The same for a confirmation: from the request over its mail and the press to the alert. Whoever has
 * not pressed is never notified. And for a reminder: a person who has bought gets none.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLS_AT_ONCE } from '../../worker/limits.ts'
import { receivedAt } from '../contract/destinations/suite.ts'
import { SECRET } from '../fakes/webhook.ts'
import { type Fault, type Step, withFault } from './faults.ts'
import { ask, deliver, fakeUrl, makeShop, ORIGIN, table, tick, world } from './harness.ts'

const PEOPLE = 7
const MINUTE = 60_000

/** Whether any work is left. */
async function unfinished(): Promise<boolean> {
  const left = await env.DB.prepare(
    `SELECT EXISTS (SELECT 1 FROM subscription WHERE status = 'waiting') OR EXISTS (SELECT 1 FROM outbox)
       OR EXISTS (SELECT 1 FROM restock WHERE state = 'open') AS some`,
  ).first<{ some: number }>()
  return left?.some === 1 || world.queued.length > 0
}

/** Whether a look or a call is left. */
async function unsettled(): Promise<boolean> {
  const left = await env.DB.prepare(
    `SELECT EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM restock WHERE state = 'open') AS some`,
  ).first<{ some: number }>()
  return left?.some === 1 || world.queued.length > 0
}

/** Lets minutes pass, by moving all due times and leases back. */
async function pass(minutes: number) {
  const ms = minutes * MINUTE
  await env.DB.batch([
    env.DB.prepare(
      'UPDATE restock SET due_at = due_at - ?1, wave_at = wave_at - ?1, since = since - ?1',
    ).bind(ms),
    env.DB.prepare('UPDATE stock_level SET since = since - ?1').bind(ms),
    env.DB.prepare('UPDATE outbox SET due_at = due_at - ?1').bind(ms),
    env.DB.prepare('UPDATE list_job SET due_at = due_at - ?1').bind(ms),
    env.DB.prepare('UPDATE reminder SET due_at = due_at - ?1').bind(ms),
    env.DB.prepare('UPDATE second_look SET due_at = due_at - ?1').bind(ms),
    env.DB.prepare('UPDATE gate SET free_at = free_at - ?1, closed_until = closed_until - ?1').bind(
      ms,
    ),
  ])
}

/**
 * The next minute in which the sweep has only its work of every minute: on the hour and at night it
 * does more, so the steps of a run would depend on the time of day.
 */
function ordinaryMinute(): number {
  const at = Date.now() + MINUTE
  const minute = Math.floor(at / MINUTE) % (24 * 60)
  const nightly = minute - 3 * 60
  const later = nightly >= 0 && nightly < 10 ? 10 - nightly : minute % 60 === 0 ? 1 : 0
  return at + later * MINUTE
}

/** A shop, and a process whose step `at` has the fault. */
async function start(at: number, fault: Fault | undefined, settings: Record<string, unknown>) {
  const shop = await makeShop(settings)
  await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
  const process = withFault(at, fault)

  /** Repeats a request until it succeeds, as a client does. */
  const insist = async (work: () => Promise<unknown>) => {
    for (let tries = 0; tries < 3; tries += 1) {
      const done = await work().then(
        () => true,
        () => false,
      )
      process.revive()
      if (done) return
    }
    throw new Error('three times no answer')
  }

  /**
   * Up to 90 minutes in steps of ten. The queue repeats a message if the process ended. `only`: the queue whose
   * messages arrive; all if undefined.
   */
  const work = async (isLeft: () => Promise<boolean>, only?: string) => {
    for (let minutes = 0; minutes < 90 && (await isLeft()); minutes += 10) {
      for (const message of world.queued.splice(0)) {
        if (only !== undefined && message.queue !== only) continue
        await deliver(message).catch(() => {})
        if (process.isDead()) {
          process.revive()
          world.queued.push(message)
        }
      }
      await pass(10)
      await tick(ordinaryMinute()).catch(() => {})
      process.revive()
    }
  }
  /** A request of the shop, until it succeeds. */
  const call = (method: string, path: string, body: unknown) =>
    insist(async () => {
      const answer = await shop.api(method, path, body)
      if (answer.status > 299) throw new Error(`answered ${answer.status}`)
    })
  return { shop, process, insist, work, call }
}

/** Whether a restock has to be looked at. */
async function isOpen(): Promise<boolean> {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM restock WHERE state = 'open'").first()
  return row?.['n'] !== 0
}

/** Whether a restock has to be looked at, or a message is queued. */
const isMatching = async () => (await isOpen()) || world.queued.length > 0

async function run(at: number, fault: Fault | undefined) {
  const waves = { mode: 'waves', perUnit: 2, everyMinutes: 30 }
  const { shop, process, insist, work } = await start(at, fault, { rules: { pace: waves } })
  for (let n = 0; n < PEOPLE; n += 1) {
    await insist(() => shop.subscribe({ email: `p${n}@example.com` }))
  }
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 3 }))
  await work(unfinished)
  const told = world.mails.map(({ to }) => to)
  const lost = PEOPLE - new Set(told).size
  return { steps: process.steps, lost, twice: told.length - new Set(told).size, told }
}

const PRESSING = ['p0@example.com', 'p1@example.com']
const QUIET = 'quiet@example.com'

/** The paths of the links in the confirmation mails to somebody, oldest first. */
const linksTo = (person: string): string[] =>
  world.mails.flatMap(({ to, text }) => {
    const link = /https:\/\/bell\.test(\/c\/\S+)/.exec(text)?.[1]
    return to === person && link ? [link] : []
  })

/** Three people are asked to confirm. Two press; then the product is back. */
async function runConfirmed(at: number, fault: Fault | undefined) {
  const { shop, process, insist, work } = await start(at, fault, {})
  for (const email of [...PRESSING, QUIET]) {
    await insist(() => shop.subscribe({ email, country: 'DE' }))
  }
  await work(async () => [...PRESSING, QUIET].some((person) => linksTo(person).length === 0))
  for (const person of PRESSING) {
    const [link = '/c/none'] = linksTo(person)
    await insist(async () => {
      const page = await ask(link, { headers: { Accept: 'text/html' } })
      if (page.status !== 200) throw new Error(`answered ${page.status}`)
      const shown = /name="shown" value="([^"]*)"/.exec(await page.text())?.[1]
      // The press was made, and its answer was lost: there is nothing left to press.
      if (shown === undefined) return
      const answer = await ask(link, { method: 'POST', body: new URLSearchParams({ shown }) })
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
    })
  }
  const asked = [...PRESSING, QUIET].map((person) => linksTo(person).length)
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 3 }))
  await work(unfinished)
  const told = world.mails.filter(({ text }) => !text.includes('https://bell.test/c/'))
  const to = told.map((mail) => mail.to)
  const lost = PRESSING.filter((person) => !to.includes(person))
  const twice = to.length - new Set(to).size + asked.filter((times) => times > 1).length
  return { steps: process.steps, lost, twice, unasked: to.filter((one) => one === QUIET) }
}

const HELD = ['p0@example.com', 'p1@example.com', 'p2@example.com']

/**
 * The threshold is lowered, so that a level becomes sellable that notified nobody before. A condition on the
 * quantity holds everybody until a higher level comes.
 */
async function runHeld(at: number, fault: Fault | undefined) {
  const enough = { field: 'quantity', op: 'gte', value: 10 }
  const rules = { threshold: 5, conditions: enough, keepUnmatched: true }
  const { shop, process, insist, work } = await start(at, fault, { rules })
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 4 }))
  for (const email of HELD) await insist(() => shop.subscribe({ email }))
  await insist(async () => {
    const answer = await shop.api('PATCH', '/v1/shop', { rules: { ...rules, threshold: 0 } })
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
  })
  await work(async () => {
    const left = await env.DB.prepare(
      `SELECT EXISTS (SELECT 1 FROM second_look) OR EXISTS (
         SELECT 1 FROM restock WHERE state = 'open') AS some`,
    ).first<{ some: number }>()
    return left?.some === 1 || world.queued.length > 0
  })
  const early = world.mails.length
  const { results } = await env.DB.prepare('SELECT state, held FROM restock').all()
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 12 }))
  await work(unfinished)
  const to = world.mails.map((mail) => mail.to)
  const lost = HELD.filter((person) => !to.includes(person))
  return {
    steps: process.steps,
    early,
    held: results,
    lost,
    twice: to.length - new Set(to).size,
  }
}

/** The shop approves a restock, holds it, lets it go on; later it moves a list, and then closes it. */
async function runActions(at: number, fault: Fault | undefined) {
  const rules = { approval: 'always' }
  const { shop, process, insist, work, call } = await start(at, fault, { rules })
  for (const email of HELD) {
    await insist(() => shop.subscribe({ email }))
    await insist(() => shop.subscribe({ email, sku: 'OLD' }))
  }
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 9 }))
  await work(isMatching)
  const row = await env.DB.prepare('SELECT id FROM restock').first<{ id: string }>()
  await call('POST', `/v1/restocks/${row?.id}/approve`, {})
  await call('POST', `/v1/restocks/${row?.id}/hold`, {})
  await work(isMatching)
  const early = world.mails.length
  await call('POST', `/v1/restocks/${row?.id}/resume`, {})
  await call('POST', '/v1/demand/OLD/move', { to: 'NEW' })
  await call('POST', '/v1/demand/NEW/close', { message: true })
  await work(unfinished)
  const told = new Set(world.mails.map(({ to, subject }) => `${to} ${subject}`))
  const lost = HELD.length * 2 - told.size
  const left = await env.DB.prepare('SELECT count(*) AS n FROM subscription').first()
  return {
    steps: process.steps,
    early,
    lost,
    left: left?.['n'],
    twice: world.mails.length - told.size,
  }
}

/** The shop's own system holds the first restock; the level falls, and it allows the next one. */
async function runLastWord(at: number, fault: Fault | undefined) {
  const url = fakeUrl('webhook', 'holds-the-first')
  const events = ['restock.awaiting_approval', 'restock.finished']
  const { shop, process, insist, work } = await start(at, fault, {
    destinations: [
      { type: 'email' },
      { type: 'webhook', url: `${url}/hook`, secret: SECRET, events },
    ],
    // Silence would let the restock go.
    lastWord: { url: `${url}/last-word`, secret: SECRET, onSilence: 'allow' },
  })
  for (const email of HELD) await insist(() => shop.subscribe({ email }))
  const restocks = async () =>
    (await env.DB.prepare('SELECT id, state FROM restock ORDER BY id').all<{ id: string }>())
      .results
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 9 }))
  await work(unsettled)
  const early = world.mails.length
  for (const quantity of [0, 5]) await insist(() => shop.setStock({ sku: 'TEE-M', quantity }))
  await work(unfinished)
  const to = world.mails.map((mail) => mail.to)
  const received = await receivedAt(url)
  const ids = new Set(received.map(({ headers }) => headers['webhook-id']))
  const { results } = await env.DB.prepare(
    "SELECT detail FROM log WHERE kind = 'restock_last_word' ORDER BY id",
  ).all<{ detail: string }>()
  const [one, two, ...others] = await restocks()
  const expected = [
    `${one?.id}:last_word`,
    `${one?.id}:awaiting:webhook`,
    `${one?.id}:finished:webhook`,
    `${two?.id}:last_word`,
    `${two?.id}:finished:webhook`,
  ]
  return {
    steps: process.steps,
    early,
    lost: HELD.filter((person) => !to.includes(person)),
    twice: to.length - new Set(to).size,
    answers: results.map(({ detail }) => (JSON.parse(detail) as { answer: string }).answer),
    // The same event may come again with the same id, and no other one comes.
    odd: ids.symmetricDifference(new Set(expected)).size + others.length,
  }
}

/**
 * The shop notifies the first two of three people, without stock. Then stock comes, and the shop ends the
 * restock while the message to the third waits in the outbox; the level falls and rises again.
 */
async function runWishes(at: number, fault: Fault | undefined) {
  const { shop, process, insist, work, call } = await start(at, fault, {})
  for (const email of HELD) await insist(() => shop.subscribe({ email }))
  const setStock = (quantity: number) => insist(() => shop.setStock({ sku: 'TEE-M', quantity }))
  await setStock(0)
  await call('POST', '/v1/demand/TEE-M/notify', {
    id: 'fair',
    people: 2,
    reason: 'Sold at the fair',
  })
  await work(isMatching)
  await work(isQueued)
  const first = [...new Set(world.mails.map(({ to }) => to))].toSorted()
  const before = await table<{ id: string }>('subscription')
  await setStock(5)
  await work(isOpen, 'shelfbell-match')
  const [level] = await all<{ id: string }>("SELECT id FROM restock WHERE kind = 'level'")
  await call('POST', `/v1/restocks/${level?.id}/end`, {})
  await work(isQueued)
  const early = new Set(world.mails.map(({ to }) => to)).size
  const after = await table<{ id: string }>('subscription')
  await setStock(0)
  await work(isMatching)
  await setStock(5)
  await work(unfinished)
  const told = world.mails.map(({ to }) => to)
  const kinds = (await table<{ kind: string }>('log')).map(({ kind }) => kind)
  return {
    steps: process.steps,
    first,
    early,
    inPlace: after.map(({ id }) => id).join() === before.map(({ id }) => id).join(),
    logged: ['demand_notified', 'restock_ended'].map(
      (kind) => kinds.filter((one) => one === kind).length,
    ),
    lost: HELD.filter((person) => !told.includes(person)),
    twice: told.length - new Set(told).size,
  }
}

const all = async <T>(sql: string) => (await env.DB.prepare(sql).all<T>()).results

const isQueued = async () => (await table('outbox')).length > 0 || world.queued.length > 0

/** The text of a mail without its addresses, whose tokens may hold any short word. */
const wordsOf = ({ text }: { text: string }) => text.replaceAll(/https?:\S+/g, '')

const MANY = 'p0@example.com'
const ONE = 'p1@example.com'

/**
 * A person waits for three products, another for one of them. Two come back and are one mail; the third has to
 * wait until the next day, because the shop sends one message a day.
 */
async function runTogether(at: number, fault: Fault | undefined) {
  const { shop, process, insist, work, call } = await start(at, fault, {
    rules: { digestMinutes: 5 },
    limits: { messagesPerPersonPerDay: 1 },
  })
  const products = ['Apron', 'Bowl', 'Cup'].map((title) => ({
    sku: title,
    title,
    url: `${ORIGIN}/${title}`,
  }))
  await call('PUT', '/v1/products', products)
  for (const { sku } of products) await insist(() => shop.subscribe({ sku, email: MANY }))
  await insist(() => shop.subscribe({ sku: 'Apron', email: ONE }))
  await insist(() => shop.setStock({ sku: 'Apron', quantity: 5 }, { sku: 'Bowl', quantity: 5 }))
  await work(isOpen, 'shelfbell-match')
  await work(isQueued)
  await insist(() => shop.setStock({ sku: 'Cup', quantity: 5 }))
  await work(isMatching)
  const early = world.mails.filter(
    (mail) => mail.to === MANY && wordsOf(mail).includes('Cup'),
  ).length
  const day = 24 * 60
  await env.DB.prepare('UPDATE notification SET sent_at = sent_at - ?')
    .bind(day * MINUTE)
    .run()
  await pass(day)
  await work(unfinished)
  const told = world.mails.map((mail) => {
    const named = products.map(({ title }) => title).filter((one) => wordsOf(mail).includes(one))
    return [mail.to, ...named].join(' ')
  })
  return {
    steps: process.steps,
    early,
    told: [...new Set(told)].toSorted(),
    twice: told.length - new Set(told).size,
  }
}

const REMINDED = ['p0@example.com', 'p1@example.com']

/** Two people are notified, and reminded an hour later. One of them buys it before. */
async function runReminded(at: number, fault: Fault | undefined) {
  const { shop, process, insist, work, call } = await start(at, fault, {
    reminders: { afterHours: [1] },
  })
  const [buyer] = REMINDED
  for (const email of REMINDED) await insist(() => shop.subscribe({ email }))
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 9 }))
  await work(unfinished)
  await call('POST', '/v1/orders', {
    id: '1',
    email: buyer,
    items: [{ sku: 'TEE-M', quantity: 1 }],
  })
  await pass(60)
  await work(async () => (await table('reminder')).length > 0 || (await isQueued()))
  const told = world.mails.map(({ to, subject }) => `${to} ${subject.split(':', 1)[0]}`)
  const each = [...new Set(told)].toSorted()
  return { steps: process.steps, told: each, twice: told.length - each.length }
}

const AGREEING = ['p0@example.com', 'p1@example.com', 'p2@example.com']

/** Three people agree to marketing in Klaviyo's dialect, without a product; a webhook takes that over. */
async function runConsents(at: number, fault: Fault | undefined) {
  const texts = { en: { email: 'One mail.', marketing: 'Send me news.' } }
  const baseUrl = fakeUrl('webhook')
  const { shop, process, insist, work } = await start(at, fault, {
    destinations: [{ type: 'email' }, { type: 'webhook', url: `${baseUrl}/hook`, secret: SECRET }],
    dialects: { klaviyo: { consent: { version: 'k1', texts } } },
  })
  for (const email of AGREEING) {
    const profile = { data: { type: 'profile', attributes: { email } } }
    const body = { data: { type: 'subscription', attributes: { profile } } }
    await insist(async () => {
      const path = `/client/subscriptions?company_id=${shop.publicKey}`
      const { status } = await shop.page('POST', path, body)
      if (status !== 202) throw new Error(`answered ${status}`)
    })
  }
  await work(unfinished)
  const received = (await receivedAt(baseUrl)).map(
    ({ body }) => body as { data: { email: string } },
  )
  const told = received.map(({ data }) => data.email)
  const lost = AGREEING.filter((person) => !told.includes(person))
  return {
    steps: process.steps,
    lost,
    twice: told.length - new Set(told).size,
    stored: await consentRows(),
  }
}

const consentRows = async () =>
  (await env.DB.prepare('SELECT purpose, action FROM consent').all()).results

/** The steps of a run without a fault, from the first subscription to the last tick. */
const STEPS = 115
/** A slow machine sweeps a few times more, with some steps each. */
const SLOWER = 20
/**
 * A run takes a second. `npm run test:crash` takes every step, `npm test` every ninety-sixth with each
 * fault, and CI a part of all in turns: with `CRASH=3/8` the third eighth.
 */
const [PART = 1, PARTS = 1] =
  env.TEST_CRASH === 'all'
    ? []
    : env.TEST_CRASH === 'some'
      ? [1, 96]
      : env.TEST_CRASH.split('/').map(Number)
/** The same for a confirmation. */
const CONFIRM_STEPS = 95
/** The same for people who are held. */
const HELD_STEPS = 94
/** The same for consents to marketing. */
const AGREED_STEPS = 40
/** The same for what the shop does with restocks and lists. */
const ACTION_STEPS = 118
/** The same for the last word. */
const LAST_WORD_STEPS = 115
/** The same for people whom the shop notifies itself, and a restock that it ends. */
const WISH_STEPS = 144
/** The same for mails about several products, and the limit of a day. */
const TOGETHER_STEPS = 157
/** The same for reminders. */
const REMINDER_STEPS = 96
const FAULTS: Fault[] = ['killed before', 'killed after', 'fails once', 'done but fails']

const casesOf = (steps: number) =>
  FAULTS.flatMap((fault, offset) =>
    Array.from({ length: steps }, (_, at) => ({ at, fault })).filter(
      // The faults take different steps.
      ({ at }) => (at + Math.floor((offset * PARTS) / FAULTS.length)) % PARTS === PART - 1,
    ),
  )

/** Only a fault at a mail, or just after it, can leave a sent mail without a record. */
function mayRepeat(steps: Step[], at: number): boolean {
  return steps.slice(Math.max(0, at - CALLS_AT_ONCE), at + 1).some(({ what }) => what === 'mail')
}

describe('the Worker, from subscribing to delivery,', () => {
  it('notifies everybody once when no step fails', async () => {
    const { lost, twice, steps } = await run(-1, undefined)
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 })
    expect(Math.abs(steps.length - STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(STEPS))(
    'loses nobody when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { lost, twice, steps } = await run(at, fault)
      expect(lost).toBe(0)
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from a request to its confirmation and delivery,', () => {
  it('notifies everybody who pressed once, and nobody else, when no step fails', async () => {
    const { steps, ...rest } = await runConfirmed(-1, undefined)
    expect(rest).toEqual({ lost: [], twice: 0, unasked: [] })
    expect(Math.abs(steps.length - CONFIRM_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(CONFIRM_STEPS))(
    'loses nobody, and notifies nobody who has not pressed, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runConfirmed(at, fault)
      expect(rest).toEqual({ lost: [], unasked: [] })
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from a change of the rules over a hold to delivery,', () => {
  const held = [{ state: 'held', held: '{"conditions":3}' }]

  it('holds everybody, and notifies everybody once, when no step fails', async () => {
    const { steps, ...rest } = await runHeld(-1, undefined)
    expect(rest).toEqual({ early: 0, held, lost: [], twice: 0 })
    expect(Math.abs(steps.length - HELD_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(HELD_STEPS))(
    'loses nobody whom a rule holds when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runHeld(at, fault)
      expect(rest).toEqual({ early: 0, held, lost: [] })
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from a consent to marketing to the call of a webhook,', () => {
  const stored = AGREEING.map(() => ({ purpose: 'marketing', action: 'given' }))

  it('records each once and passes it on once, when no step fails', async () => {
    const { steps, ...rest } = await runConsents(-1, undefined)
    expect(rest).toEqual({ lost: [], twice: 0, stored })
    expect(Math.abs(steps.length - AGREED_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(AGREED_STEPS))(
    'records each once, and loses none, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps: _steps, twice, ...rest } = await runConsents(at, fault)
      expect(rest).toEqual({ lost: [], stored })
      expect(twice).toBeLessThanOrEqual(CALLS_AT_ONCE)
    },
  )
})

describe('the Worker, from an approval over a hold, a move and a closed list to delivery,', () => {
  it('sends each person each message once when no step fails', async () => {
    const { steps, ...rest } = await runActions(-1, undefined)
    expect(rest).toEqual({ early: 0, lost: 0, left: 0, twice: 0 })
    expect(Math.abs(steps.length - ACTION_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(ACTION_STEPS))(
    'loses nobody, and tells nobody while it is stopped, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runActions(at, fault)
      expect(rest).toEqual({ early: 0, lost: 0, left: 0 })
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from a last word that holds a restock to one that allows the next,', () => {
  const answers = ['hold', 'allow']
  it('obeys both, and sends each event once, when no step fails', async () => {
    const { steps, ...rest } = await runLastWord(-1, undefined)
    expect(rest).toEqual({ early: 0, lost: [], twice: 0, answers, odd: 0 })
    expect(Math.abs(steps.length - LAST_WORD_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(LAST_WORD_STEPS))(
    'sends nothing before it may, and loses nothing, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runLastWord(at, fault)
      expect(rest).toEqual({ early: 0, lost: [], answers, odd: 0 })
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from a wish to notify people over an ended restock to delivery,', () => {
  const ends = {
    first: HELD.slice(0, 2),
    early: 2,
    inPlace: true,
    logged: [1, 1],
    lost: [],
  }

  it('notifies so many people, puts the others back, and logs each once, when no step fails', async () => {
    const { steps, ...rest } = await runWishes(-1, undefined)
    expect(rest).toEqual({ ...ends, twice: 0 })
    expect(Math.abs(steps.length - WISH_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(WISH_STEPS))(
    'notifies nobody else, and loses nobody, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runWishes(at, fault)
      expect(rest).toEqual(ends)
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from several products that come back to the mails of two days,', () => {
  const ends = {
    early: 0,
    told: [`${MANY} Apron Bowl`, `${MANY} Cup`, `${ONE} Apron`],
  }

  it('sends each mail once when no step fails', async () => {
    const { steps, ...rest } = await runTogether(-1, undefined)
    expect(rest).toEqual({ ...ends, twice: 0 })
    expect(Math.abs(steps.length - TOGETHER_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(TOGETHER_STEPS))(
    'sends the same mails, and no further one on a day, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runTogether(at, fault)
      expect(rest).toEqual(ends)
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})

describe('the Worker, from an alert over a reminder to its delivery,', () => {
  const told = [
    'p0@example.com Back in stock',
    'p1@example.com Back in stock',
    'p1@example.com Still in stock',
  ]

  it('reminds each person once who has not bought it, when no step fails', async () => {
    const { steps, ...rest } = await runReminded(-1, undefined)
    expect(rest).toEqual({ told, twice: 0 })
    expect(Math.abs(steps.length - REMINDER_STEPS)).toBeLessThan(SLOWER)
  })

  it.each(casesOf(REMINDER_STEPS))(
    'loses no reminder, and sends none twice, when step $at has the fault $fault',
    async ({ at, fault }) => {
      const { steps, twice, ...rest } = await runReminded(at, fault)
      expect(rest).toEqual({ told })
      expect(twice).toBeLessThanOrEqual(mayRepeat(steps, at) ? CALLS_AT_ONCE : 0)
    },
  )
})
