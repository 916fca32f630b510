/**
 * Runs random stories of people who wait for several products, in a shop that sends a few messages a person and
 * day, and one mail about products that come back at about the same time. The laws:
 *
 * - a person gets no more messages on a day (UTC) than the shop allows;
 * - a wish causes one alert at most: alone or with others, never both;
 * - a mail names each product once, and only products for which the person waited when it left: a person who
 *   cancelled, unsubscribed or is suppressed gets nothing;
 * - a level notifies no more units than its pace allows, also by mails about several products;
 * - no person is lost: given stock and days, all people who waited are served.
 */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkFor } from '../../worker/link/token.ts'
import { ask, deliver, world } from './harness.ts'
import {
  all,
  DAY,
  describeAll,
  MINUTE,
  nextMorning,
  openStoryShop,
  type Opened,
  settle,
  startAgain,
  stopClockInTests,
  STORY_SEED,
  storyRuns,
  tell,
} from './story.ts'

const PEOPLE = ['a', 'b', 'c']
const SKUS = ['Apron', 'Bowl', 'Cup', 'Dish']
const WAVE = 30

type Step =
  | { do: 'ask' | 'leave'; who: string; sku: string }
  | { do: 'unsubscribe' | 'suppress'; who: string }
  | { do: 'level'; sku: string; quantity: number }
  | { do: 'deliver'; how: 'once' | 'twice' | 'lost' | 'failing' | 'refused' }
  | { do: 'pass'; minutes: number }
  | { do: 'retry' }

const one = <T>(...values: T[]) => fc.constantFrom(...values)
const who = one(...PEOPLE)
const sku = one(...SKUS)
const step = fc.oneof(
  { weight: 7, arbitrary: fc.record({ do: one('ask' as const), who, sku }) },
  { weight: 1, arbitrary: fc.record({ do: one('leave' as const), who, sku }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: one('unsubscribe' as const, 'suppress' as const), who }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ do: one('level' as const), sku, quantity: one(0, 1, 2, 5) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: one('deliver' as const),
      how: one('once' as const, 'once', 'once', 'twice', 'lost', 'failing', 'refused'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: one('pass' as const), minutes: one(3, 6, 31, 1450) }) },
  { weight: 1, arbitrary: fc.record({ do: one('retry' as const) }) },
) as fc.Arbitrary<Step>

interface Story {
  most: number
  digestMinutes: number
  pace: { mode: string }
  steps: Step[]
}

const story: fc.Arbitrary<Story> = fc.record({
  most: one(1, 2, 3),
  digestMinutes: one(5, 5, 5, 0),
  pace: one({ mode: 'everyone' }, { mode: 'waves', perUnit: 1, everyMinutes: WAVE }),
  steps: fc.array(step, { minLength: 16, maxLength: 26, size: 'max' }),
})

interface Row {
  id: string
  contact: string
  sku: string
  restock: string
  together: string | null
}

const PENDING = `SELECT id, contact_id AS contact, sku FROM subscription
  UNION ALL SELECT subscription_id, contact_id, sku FROM outbox WHERE call = 'notify' AND state = 'open'`
const QUEUED = `SELECT subscription_id AS id, contact_id AS contact, sku, restock_id AS restock FROM outbox
  WHERE call = 'notify'`
const SENT = `SELECT subscription_id AS id, contact_id AS contact, sku, restock_id AS restock, together
  FROM notification`

/** Runs a story, and returns the faults. */
async function run({ shop, names }: Opened, { most, digestMinutes, pace, steps }: Story) {
  nextMorning()
  await startAgain({
    '$.rules.pace': pace,
    '$.rules.digestMinutes': digestMinutes,
    '$.limits.messagesPerPersonPerDay': most,
  })
  await describeAll(shop, SKUS)
  const faults: string[] = []
  const quantities = new Map(SKUS.map((name) => [name, 0]))
  /** What each person waits for, as `a Cup`: how many alerts may still come. */
  const wishes = new Map<string, number>()
  const suppressed = new Set<string>()
  const times: { to: string; day: number }[] = []
  let claims: { at: number; sku: string }[] = []
  let seen = 0
  let mode: 'failing' | 'refused' | undefined

  world.beforeMail = (to) => {
    if (mode === 'failing') throw new Error('the service is down')
    if (mode === 'refused') {
      throw Object.assign(new Error('no'), { code: 'E_CONTENT_TOO_LARGE' })
    }
    const name = to.split('@', 1)[0] ?? ''
    if (suppressed.has(name)) faults.push(`${name} is suppressed and gets a mail`)
    times.push({ to: name, day: Math.floor(Date.now() / DAY) })
  }

  const hand = async (message: (typeof world.queued)[number]) => {
    const before = new Set((await all<Row>(QUEUED)).map(({ id }) => id))
    await deliver(message)
    const claimed = (await all<Row>(QUEUED)).filter(({ id }) => !before.has(id))
    const [first] = claimed
    if (!first || pace.mode === 'everyone') return
    const lately = claims.filter(
      ({ at, sku: about }) => at > Date.now() - WAVE * MINUTE && about === first.sku,
    )
    const allowed = (quantities.get(first.sku) ?? 0) - lately.length
    if (claimed.length > allowed) faults.push(`a wave has ${claimed.length} of ${allowed} units`)
    claims = [...claims, ...claimed.map(({ sku: about }) => ({ at: Date.now(), sku: about }))]
  }

  const contactOf = (name: string) => [...names].find(([, each]) => each === name)?.[0] ?? ''

  const apply = async (what: Step): Promise<void> => {
    switch (what.do) {
      case 'ask': {
        const { shop: _, ...body } = shop.request({
          email: `${what.who}@example.com`,
          sku: what.sku,
        })
        const contact = contactOf(what.who)
        const waits = await all(
          'SELECT 1 FROM subscription WHERE contact_id = ? AND sku = ?',
          contact,
          what.sku,
        )
        const answer = await shop.api('POST', '/v1/subscriptions', body)
        const { status: said } = await answer.json<{ status: unknown }>()
        const wish = `${what.who} ${what.sku}`
        if (said === 'accepted' && waits.length === 0) wishes.set(wish, (wishes.get(wish) ?? 0) + 1)
        return
      }
      case 'leave': {
        const found = await all<Row>(PENDING)
        const row = found.find(
          ({ contact, sku: about }) => contact === contactOf(what.who) && about === what.sku,
        )
        if (!row) return
        await shop.api('DELETE', `/v1/subscriptions/${row.id}`)
        wishes.set(`${what.who} ${what.sku}`, 0)
        return
      }
      case 'unsubscribe': {
        const person = { contactId: contactOf(what.who), locale: 'en' }
        const link = await linkFor(world.env, shop, 'unsubscribe', person, Date.now())
        await ask(new URL(link).pathname, { method: 'POST' })
        for (const about of SKUS) wishes.set(`${what.who} ${about}`, 0)
        return
      }
      case 'suppress':
        await shop.api('PUT', '/v1/suppressions', { email: `${what.who}@example.com` })
        suppressed.add(what.who)
        for (const about of SKUS) wishes.set(`${what.who} ${about}`, 0)
        return
      case 'level':
        quantities.set(what.sku, what.quantity)
        return shop.setStock({ sku: what.sku, quantity: what.quantity })
      case 'deliver': {
        const message = world.queued.shift()
        if (!message || what.how === 'lost') return
        mode = what.how === 'failing' || what.how === 'refused' ? what.how : undefined
        await hand(message)
        mode = undefined
        if (what.how === 'twice') await hand(message)
        return
      }
      case 'pass':
        return settle(what.minutes * MINUTE, hand)
      case 'retry':
        for (const { reason } of await all<{ reason: string }>(
          "SELECT DISTINCT reason FROM outbox WHERE state = 'dead'",
        ))
          await shop.api('POST', '/v1/notifications/retry', { reason })
    }
  }

  const check = async () => {
    for (const { to, text } of world.mails.slice(seen)) {
      const name = to.split('@', 1)[0] ?? ''
      const about = SKUS.filter((each) => text.includes(`Item-${each}`))
      const links = text.match(/https:\/\/bell\.test\/r\//g)?.length ?? 0
      if (links !== about.length) faults.push(`a mail has ${links} links for ${about.join(' ')}`)
      for (const each of about) {
        const left = wishes.get(`${name} ${each}`) ?? 0
        if (left === 0) faults.push(`${name} is told of ${each} without waiting for it`)
        wishes.set(`${name} ${each}`, left - 1)
      }
    }
    seen = world.mails.length
    for (const [key, mails] of Map.groupBy(times, ({ to, day }) => `${to} on ${day}`))
      if (mails.length > most) faults.push(`${key}: ${mails.length} of ${most} messages`)
    const sent = await all<Row>(SENT)
    const once = new Set(sent.map(({ contact, restock }) => `${contact} ${restock}`))
    if (once.size < sent.length) faults.push('a person got a restock twice')
    const messages = new Set(sent.map(({ id, together }) => together ?? id))
    if (messages.size !== world.mails.length)
      faults.push(`${world.mails.length} mails, and ${messages.size} messages recorded`)
  }

  const early = await tell(steps, apply, check, faults)
  if (early.length > 0) return early
  // In the end there is stock for all people, the shop retries dead messages, and days pass.
  for (const about of SKUS) await apply({ do: 'level', sku: about, quantity: 50 })
  await apply({ do: 'retry' })
  for (let day = 0; day < 8 && (await all(PENDING)).length > 0; day += 1) {
    await settle(DAY, hand)
    await check()
  }
  for (const { contact, sku: about } of await all<Row>(PENDING))
    faults.push(`${names.get(contact)} waits for ${about} for ever`)
  for (const [wish, left] of wishes) if (left > 0) faults.push(`the wish ${wish} is lost`)
  return faults.map((fault) => `${fault} in the end`)
}

stopClockInTests()

it('a person gets so many messages a day, each product once and only if it is wanted, and all in the end', async () => {
  const opened = await openStoryShop(SKUS, PEOPLE)
  const property = fc.asyncProperty(story, async (told) => {
    expect(await run(opened, told)).toEqual([])
  })
  await fc.assert(property, { numRuns: storyRuns(8), seed: STORY_SEED, endOnFailure: true })
}, 36_000_000)
