/** The cost of an operation at Cloudflare's list prices: rows read and written, and messages. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Figure } from './figure.ts'
import { plantSeed, restockAndWait, seedWaiting, until } from './waiting.ts'
import type { Used } from './workers/meter.ts'
import { type Shop, startWorld, subscription, type World } from './world.ts'

// developers.cloudflare.com, D1 and Queues, pricing; dollars for a million, November 2026.
const WRITTEN = 1
const READ = 0.001
const OPERATION = 0.4
/** A message is written, read and deleted. */
const OPERATIONS = 3

const SUBSCRIPTIONS = 50
const LEVELS = 1000
const CHANGED = 10
const PEOPLE = 1000

export async function cost(): Promise<Figure[]> {
  await using world = await startWorld({ metered: true })
  await using klaviyo = await acceptingServer()
  const relayed = await world.makeShop({
    destinations: [
      { type: 'klaviyo', companyId: 'AbC123', catalog: '$custom:::$default', baseUrl: klaviyo.url },
    ],
  })
  await plantSeed(world)
  return [
    ...(await priced(world, 'subscription', SUBSCRIPTIONS, () => subscribe(world, world.shop))),
    ...(await priced(world, 'subscription, relayed', SUBSCRIPTIONS, async () => {
      await subscribe(world, relayed)
      await until(async () => (await open(world)) === 0)
    })),
    ...(await levelsPriced(world)),
    ...(await notificationsPriced(world)),
  ]
}

async function levelsPriced(world: World): Promise<Figure[]> {
  const put = async (quantity: (n: number) => number) => {
    const body = Array.from({ length: LEVELS }, (_, n) => ({
      sku: `S-${n}`,
      quantity: quantity(n),
    }))
    const request = { key: world.shop.secretKey, body }
    const { status } = await world.shelfbell.send('PUT', '/v1/stock-levels', request)
    if (status !== 202) throw new Error(`levels were answered ${status}`)
  }
  await put(() => 1)
  return priced(world, 'level of which 1 % change', LEVELS, () => put((n) => (n < CHANGED ? 2 : 1)))
}

async function notificationsPriced(world: World): Promise<Figure[]> {
  await seedWaiting(world, 'SKU', PEOPLE)
  return priced(world, 'notification', PEOPLE, async () => {
    await restockAndWait(world, 'SKU', PEOPLE)
    await until(async () => (await runs(world)) === PEOPLE)
  })
}

/** Does the work; returns what one of `count` operations used, and the price of a million. */
async function priced(
  world: World,
  what: string,
  count: number,
  work: () => Promise<unknown>,
): Promise<Figure[]> {
  await used(world)
  await work()
  const { read, written, messages } = await used(world)
  const operations = messages * OPERATIONS
  const dollars = (written * WRITTEN + read * READ + operations * OPERATION) / count
  const bench = 'cost'
  return [
    { bench, what: `a million of: ${what}`, value: dollars, unit: '$' },
    { bench, what: '  rows written each', value: written / count, unit: '' },
    { bench, what: '  rows read each', value: read / count, unit: '' },
    { bench, what: '  queue operations each', value: operations / count, unit: '' },
  ]
}

async function used({ shelfbell }: World): Promise<Used> {
  return JSON.parse((await shelfbell.send('GET', '/bench/used')).text) as Used
}

async function subscribe({ shelfbell }: World, shop: Shop): Promise<void> {
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    const request = subscription(shop, n)
    const { status } = await shelfbell.send('POST', '/v1/client/subscriptions', request)
    if (status !== 202) throw new Error(`a subscription was answered ${status}`)
  }
}

/** The number of calls to make, and of runs whose log entry is not written yet. */
async function open({ db }: World): Promise<number | null> {
  return db
    .prepare(
      `SELECT (SELECT count(*) FROM outbox) + ?1
         - (SELECT count(*) FROM log WHERE kind = 'outbox_run') AS n`,
    )
    .bind(SUBSCRIPTIONS)
    .first<number>('n')
}

/** The number of people in the log entries of runs. */
async function runs({ db }: World): Promise<number | null> {
  return db
    .prepare(
      `SELECT sum(detail ->> '$."notify:email:finished"') AS n FROM log
       WHERE kind = 'outbox_run' AND sku = 'SKU'`,
    )
    .first<number>('n')
}

async function acceptingServer(): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(202).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
