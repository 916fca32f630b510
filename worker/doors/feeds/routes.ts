/**
 * `GET /feeds/:shop/klaviyo.json?key=…`: the catalogue as a custom catalogue feed for Klaviyo, one
 * row for each variant, with its last known quantity. Quantities are confidential, so the address
 * contains a key of its own, and a shop without a Klaviyo destination that reads a feed has none.
 * The feed is streamed, so a long one needs no more memory.
 */
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import type { Product } from '../../../shared/product.ts'
import { Locale } from '../../../shared/text.ts'
import { catalogPage, catalogVersion, type FeedRow } from '../../catalog/store.ts'
import { feedId } from '../../connectors/destinations/klaviyo/variant.ts'
import { homeOf } from '../../homes/home.ts'
import { clientOf } from '../../ip.ts'
import { FEED_CACHE_SECONDS, FEED_PAGE_ROWS, RATE_LIMIT_SECONDS } from '../../limits.ts'
import { withinLimit } from '../../rate-limit.ts'
import { isKey } from '../../shop/keys.ts'
import type { Shop } from '../../shop/shop.ts'
import { shopByPublicKeyInD1 } from '../../shop/store.ts'
import type { With } from '../context.ts'
import { tooManyRequests } from '../problem.ts'
import { query } from '../request.ts'
import { visitorOf } from '../visitor.ts'
import { refused } from '../wrong-key.ts'

type FeedApp = With<{ shop: Shop }>

const FeedQuery = v.object({ locale: v.optional(Locale) })

/** The keys of the feeds that a shop's destinations read. */
const feedKeys = ({ settings }: Shop): string[] =>
  settings.destinations.flatMap((one) =>
    one.type === 'klaviyo' && one.feed && one.feedKey ? [one.feedKey] : [],
  )

// Reads D1, not a cache, so that a replaced key stops working at once.
const feedShop = createMiddleware<FeedApp, '/:shop/klaviyo.json'>(async (c, next) => {
  const client = clientOf(visitorOf(c).ip)
  const within = await withinLimit(c.env, 'LIMIT_IP', `read:${client}`)
  if (!within) return tooManyRequests(c, RATE_LIMIT_SECONDS)
  const publicKey = c.req.param('shop')
  const shop = isKey(c.env, publicKey) ? await shopByPublicKeyInD1(c.env, publicKey) : undefined
  const key = c.req.query('key') ?? ''
  const same = await Promise.all(
    (shop ? feedKeys(shop) : []).map((one) => timingSafeEqual(one, key)),
  )
  if (!shop || !same.includes(true)) return refused(c, 'not_found')
  c.set('shop', shop)
  return next()
})

export const feedRoutes = new Hono<FeedApp>().get(
  '/:shop/klaviyo.json',
  feedShop,
  query(FeedQuery),
  async (c) => {
    const { shop } = c.var
    const { locale = shop.settings.defaultLocale } = c.req.valid('query')
    // Each request reads the whole catalogue. Klaviyo asks a few times a day.
    if (!(await withinLimit(c.env, 'LIMIT_ADDRESS', `feed:${shop.id}`))) {
      return tooManyRequests(c, RATE_LIMIT_SECONDS)
    }

    const db = homeOf(c.env, shop)
    const etag = `W/"${await catalogVersion(db, shop.id, locale)}"`
    c.header('ETag', etag)
    c.header('Cache-Control', `public, max-age=${FEED_CACHE_SECONDS}`)
    if (isKnown(c, etag)) return c.body(null, 304)
    return c.body(rowsOf(db, shop.id, locale), 200, { 'Content-Type': 'application/json' })
  },
)

/** Whether the reader has this version. Weak comparison: RFC 9110, 13.1.2. */
const isKnown = (c: Context, etag: string): boolean =>
  (c.req.header('If-None-Match') ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag.replace(/^W\//, ''))

function rowsOf(db: D1Database, shopId: string, locale: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after = ''
  let first = true
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const page = await catalogPage(db, shopId, locale, after, FEED_PAGE_ROWS)
      const text = page.map((row) => JSON.stringify(itemOf(row))).join(',\n')
      const begin = first ? '[' : page.length > 0 ? ',\n' : ''
      const done = page.length < FEED_PAGE_ROWS
      controller.enqueue(encoder.encode(`${begin}${text}${done ? ']\n' : ''}`))
      if (done) controller.close()
      first = false
      after = page.at(-1)?.sku ?? ''
    },
  })
}

/** Klaviyo's fields of a custom catalogue. It requires a description, which our catalogue does not have. */
function itemOf({ sku, data, quantity }: FeedRow) {
  const product = JSON.parse(data) as Product
  const { title, variantTitle, url, price, image } = product
  const whole = variantTitle ? `${title}, ${variantTitle}` : title
  return {
    id: feedId({ sku, product }),
    title: whole,
    link: url,
    description: whole,
    ...(price !== undefined && { price }),
    ...(image !== undefined && { image_link: image }),
    categories: [],
    inventory_quantity: quantity ?? 0,
    inventory_policy: 1,
  }
}
