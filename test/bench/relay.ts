/**
 * How long it takes to hand a waiting list to a platform with a rate limit, and whether everybody
 * arrives exactly once. The platform limits calls as Klaviyo documents: fixed windows of a second and
 * a minute, and 429 with Retry-After above the limit.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Figure, Options } from './figure.ts'
import { flood } from './http.ts'
import { until } from './waiting.ts'
import { type Shop, startWorld, subscription, type World } from './world.ts'

/** Klaviyo's tiers XL, of these endpoints, and L: calls in a second and in a minute. */
const XL = { burst: 350, steady: 3500 }
const L = { burst: 75, steady: 700 }
type Limits = typeof XL
const MINUTE_MS = 60_000
/** Enough for two minutes of refusals. */
const OVERRUN = 2000
const KEY = 'pk_bench_0123456789'
const IN_FLIGHT = 32
/** How much longer it may take than the platform's own limit requires. */
const MOST = 1.1

export const relay = ({ relayed }: Options): Promise<Figure[]> => handOn('relay', relayed, XL, MOST)

/** The shop uses the default rate with a smaller account, so the platform refuses calls. */
export const overrun = (): Promise<Figure[]> => handOn('overrun', OVERRUN, L)

async function handOn(
  bench: string,
  relayed: number,
  limits: Limits,
  most?: number,
): Promise<Figure[]> {
  await using world = await startWorld()
  await using platform = await limitedPlatform(limits)
  const { shelfbell, shop } = world
  await flood(relayed, IN_FLIGHT, (person) =>
    shelfbell.send('POST', '/v1/client/subscriptions', subscription(shop, person)),
  )
  const destinations = [
    {
      type: 'klaviyo',
      privateKey: KEY,
      catalog: '$custom:::$default',
      baseUrl: platform.url,
    },
  ]
  const request = { key: shop.secretKey, body: { destinations } }
  const changed = await shelfbell.send('PATCH', '/v1/shop', request)
  if (changed.status !== 200) throw new Error(`the settings were answered ${changed.status}`)

  const began = performance.now()
  const ticking = setInterval(() => void shelfbell.send('GET', '/bench/tick'), MINUTE_MS)
  try {
    const queued = await replay(world, shop)
    if (queued !== relayed) throw new Error(`${queued} were queued, not ${relayed}`)
    await until(async () => platform.people.size === relayed)
    const seconds = (performance.now() - began) / 1000
    await until(async () => (await left(world)) === 0)
    insist(relayed, platform, await taken(world))
    const ideal = (relayed / limits.steady) * (MINUTE_MS / 1000)
    const size = relayed.toLocaleString('en')
    const ratio = { bench, what: 'ours : ideal', value: seconds / ideal, unit: '×' }
    return [
      { bench, what: `${size} people, until the last has arrived`, value: seconds, unit: 's' },
      { bench, what: 'at the platform’s own limit', value: ideal, unit: 's' },
      { ...ratio, ...(most && { budget: { most } }) },
      { bench, what: 'calls refused with 429', value: platform.refused(), unit: '' },
    ]
  } finally {
    clearInterval(ticking)
  }
}

/** Throws unless everybody arrived exactly once and is recorded as handed on. */
function insist(relayed: number, { people }: Platform, noted: number): void {
  const twice = [...people.values()].filter((times) => times > 1).length
  if (people.size !== relayed || twice > 0 || noted !== relayed) {
    throw new Error(`${people.size} arrived, ${twice} of them twice, ${noted} are noted`)
  }
}

/** Hands on everybody who waits, as many per request as the API allows; returns their number. */
async function replay(world: World, shop: Shop): Promise<number> {
  const request = { key: shop.secretKey }
  const path = '/v1/destinations/klaviyo/replay'
  const { status, text } = await world.shelfbell.send('POST', path, request)
  if (status !== 202) throw new Error(`replay was answered ${status}: ${text}`)
  const { queued, more } = JSON.parse(text) as { queued: number; more: boolean }
  return more ? queued + (await replay(world, shop)) : queued
}

const left = ({ db }: World) => db.prepare('SELECT count(*) AS n FROM outbox').first<number>('n')

/** The number of subscriptions that are recorded as handed on. */
const taken = async ({ db }: World): Promise<number> =>
  (await db
    .prepare(`SELECT count(*) AS n FROM subscription WHERE relays ->> '$.klaviyo.at' > 0`)
    .first<number>('n')) ?? 0

interface Platform {
  url: string
  /** How many times each person's subscription was accepted. */
  people: Map<string, number>
  refused(): number
}

async function limitedPlatform({ burst, steady }: Limits): Promise<Platform & AsyncDisposable> {
  const people = new Map<string, number>()
  const windows = [
    { calls: burst, ms: 1000, since: 0, used: 0 },
    { calls: steady, ms: MINUTE_MS, since: 0, used: 0 },
  ]
  let refused = 0

  /** Seconds until the next call is allowed; undefined if it is allowed now. */
  function admit(now: number): number | undefined {
    for (const window of windows) {
      if (now - window.since >= window.ms) Object.assign(window, { since: now, used: 0 })
    }
    const full = windows.filter(({ used, calls }) => used >= calls)
    if (full.length > 0) {
      return Math.ceil(Math.max(...full.map(({ since, ms }) => since + ms - now)) / 1000)
    }
    for (const window of windows) window.used += 1
    return undefined
  }

  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (text += part))
    request.on('end', () => {
      const after = admit(Date.now())
      if (after !== undefined) {
        refused += 1
        return response
          .writeHead(429, { 'Retry-After': after })
          .end('{"errors":[{"status":429,"code":"throttled"}]}')
      }
      const known = request.headers['authorization'] === `Klaviyo-API-Key ${KEY}`
      const email = known ? emailOf(text) : undefined
      if (request.url !== '/api/back-in-stock-subscriptions' || !email) {
        return response.writeHead(400).end()
      }
      people.set(email, (people.get(email) ?? 0) + 1)
      return response.writeHead(202).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people,
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

interface Body {
  data: { attributes: { profile: { data: { attributes: { email: string } } } } }
}

const emailOf = (text: string): string =>
  (JSON.parse(text) as Body).data.attributes.profile.data.attributes.email
