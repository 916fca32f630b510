/** Measures a feed of 100 MB with 200,000 items: time, memory of the isolate, rows written. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Figure } from './figure.ts'
import { watchHeap } from './heap.ts'
import { until } from './waiting.ts'
import { cpuTime, workerdPid } from './workerd.ts'
import type { Used } from './workers/meter.ts'
import { type Shop, startWorld, type World } from './world.ts'

const MEGABYTE = 1024 * 1024
const ITEMS = 200_000
/** Every hundredth item changes between two feeds. */
const CHANGED = ITEMS / 100
const FEED_MEGABYTES = 100
const ISOLATE_MEGABYTES = 128
/** Cloudflare lets a consumer run for 15 minutes. */
const CONSUMER_SECONDS = 900

export async function feed(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const format of ['klaviyo', 'google', 'csv'] as const) {
    await using world = await startWorld({ metered: true, inspected: true })
    await using server = await feedServer(format)
    const source = {
      type: 'feed',
      url: server.url,
      format,
      missingMeans: 'unchanged',
      everyMinutes: 1440,
    }
    const shop = await world.makeShop({ sources: [source] })
    await used(world)
    const size = server.serve(0) / MEGABYTE
    figures.push({ bench: 'feed', what: `${format}: the feed`, value: size, unit: 'MB' })
    figures.push(...(await run(world, shop, format, '1st run', ITEMS)))
    server.serve(1)
    figures.push(...(await run(world, shop, format, '2nd run, 1 % changed', CHANGED)))
    figures.push(...(await run(world, shop, format, '3rd run, unchanged (304)', 0)))
  }
  return figures
}

/** Has the feed read, checks the number of changed levels, and returns the figures. */
async function run(
  world: World,
  shop: Shop,
  format: string,
  which: string,
  changed: number,
): Promise<Figure[]> {
  const heap = world.inspector && (await watchHeap(world.inspector, 'shelfbell'))
  const pid = workerdPid()
  const cpuBefore = pid === undefined ? undefined : cpuTime(pid)
  const before = await state(world)
  const began = performance.now()
  const asked = await world.shelfbell.send('POST', '/v1/sources/feed/poll', { key: shop.secretKey })
  if (asked.status !== 202) throw new Error(`asking was answered ${asked.status}`)
  await until(async () => (await state(world)).at > before.at)
  const seconds = (performance.now() - began) / 1000
  heap?.stop()
  const after = await state(world)
  if (after.error) throw new Error(`the feed could not be read: ${after.error}`)
  if (after.written - before.written !== changed) {
    throw new Error(`${after.written - before.written} levels were written, not ${changed}`)
  }
  const { read, written } = await used(world)
  const bench = 'feed'
  const what = `${format}: ${which}`
  const cpuAfter = pid === undefined ? undefined : cpuTime(pid)
  return [
    { bench, what, value: seconds, unit: 's', budget: { most: CONSUMER_SECONDS } },
    { bench, what: '  rows written', value: written, unit: '' },
    { bench, what: '  rows read', value: read, unit: '' },
    ...(heap && heap.peak() > 0
      ? [
          {
            bench,
            what: '  peak of the isolate',
            value: heap.peak() / MEGABYTE,
            unit: 'MB',
            budget: { most: ISOLATE_MEGABYTES },
          },
        ]
      : []),
    ...(cpuBefore === undefined || cpuAfter === undefined
      ? []
      : [
          {
            bench,
            what: '  CPU of workerd, D1 included',
            value: (cpuAfter - cpuBefore) / 1000,
            unit: 's',
          },
        ]),
  ]
}

async function state({
  db,
}: World): Promise<{ at: number; error: string | null; written: number }> {
  const row = await db
    .prepare(
      `SELECT coalesce(max(last_success_at), 0) + sum(failures) AS at, max(last_error) AS error,
         coalesce((SELECT sum(detail ->> 'written') FROM log WHERE kind = 'stock_received'), 0)
           AS written
       FROM source`,
    )
    .first<{ at: number; error: string | null; written: number }>()
  if (!row) throw new Error('no source')
  return row
}

async function used({ shelfbell }: World): Promise<Used> {
  return JSON.parse((await shelfbell.send('GET', '/bench/used')).text) as Used
}

type Format = 'klaviyo' | 'google' | 'csv'

/** A server with one feed. `serve` replaces the feed, and returns its size in bytes. */
async function feedServer(format: Format) {
  let body = Buffer.alloc(0)
  let etag = ''
  const server = createServer((request, response) => {
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    return response.writeHead(200, { ETag: etag, 'Content-Length': body.length }).end(body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`,
    serve(version: number): number {
      body = write(format, version)
      etag = `"v${version}"`
      return body.length
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Writes items of half a kilobyte each, mostly a description that differs from item to item. */
function write(format: Format, version: number): Buffer {
  const parts: string[] = []
  const each = Math.floor((FEED_MEGABYTES * MEGABYTE) / ITEMS)
  if (format === 'klaviyo') parts.push('[')
  if (format === 'google') {
    parts.push('<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel>')
  }
  if (format === 'csv') parts.push('id,title,link,image_link,price,quantity,description\n')
  for (let n = 0; n < ITEMS; n += 1) {
    const quantity = n % 100 === 0 ? (n + version) % 2 : n % 7
    const title = `Harbour tee, number ${n}`
    const link = `https://shop.example/p/harbour-tee-${n}?variant=${n * 7}`
    const image = `https://cdn.shop.example/i/harbour-tee-${n}.jpg`
    const bare = ITEM[format](n, quantity, title, link, image, '')
    const filler = words(n, each - bare.length - 1)
    parts.push(ITEM[format](n, quantity, title, link, image, filler))
    if (format === 'klaviyo' && n < ITEMS - 1) parts.push(',')
    parts.push('\n')
  }
  if (format === 'klaviyo') parts.push(']')
  if (format === 'google') parts.push('</channel></rss>')
  return Buffer.from(parts.join(''))
}

const ITEM: Record<Format, (n: number, quantity: number, ...texts: string[]) => string> = {
  klaviyo: (n, quantity, title, link, image, description) =>
    JSON.stringify({
      id: `SKU-${n}`,
      title,
      link,
      description,
      price: 19.9,
      image_link: image,
      categories: ['Tops'],
      inventory_quantity: quantity,
      inventory_policy: 1,
    }),
  google: (n, quantity, title, link, image, description) =>
    `<item><g:id>SKU-${n}</g:id><g:title>${title}</g:title><g:link>${link}</g:link>` +
    `<g:image_link>${image}</g:image_link><g:price>19.90 EUR</g:price>` +
    `<g:quantity>${quantity}</g:quantity><g:description>${description}</g:description></item>`,
  csv: (n, quantity, title, link, image, description) =>
    `SKU-${n},"${title}",${link},${image},19.90,${quantity},"${description}"`,
}

const WORDS =
  'cotton linen wool soft blue north harbour rain sun wind wave salt pine knit loose'.split(' ')

/** Text of a length, as hard to compress as a shop's: words in an order that `seed` shuffles. */
function words(seed: number, length: number): string {
  let text = ''
  for (let random = seed + 1; text.length < length;) {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0
    text += `${WORDS[random % WORDS.length] ?? ''}${(random >>> 20) % 97} `
  }
  return text.slice(0, Math.max(0, length))
}
