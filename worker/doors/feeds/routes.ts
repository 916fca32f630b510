/**
 * `GET /feeds/:shop/klaviyo.json`: the catalogue as a custom catalogue feed for Klaviyo, one row for
 * each variant, with the quantity as it is known. Public, as the products are; found by the shop's
 * public key. Streamed, so that its length costs no memory.
 */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Product } from '../../../shared/product.ts'
import { Locale } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { FEED_CACHE_SECONDS, FEED_PAGE_ROWS } from '../../limits.ts'
import { problem } from '../problem.ts'
import { check } from '../request.ts'
import { shopByPublicKey } from '../../shop/store.ts'
import { homeOf } from '../../homes/home.ts'
import { catalogPage, catalogVersion, type FeedRow } from '../../catalog/store.ts'

const Query = v.object({ locale: v.optional(Locale) })

export const feedRoutes = new Hono<App>().get('/:shop/klaviyo.json', async (c) => {
  const key = c.req.param('shop')
  const shop = key.length <= 100 ? await shopByPublicKey(c.env, key) : undefined
  if (!shop) return problem(c, { code: 'shop_unknown' })
  const query = check(Query, c.req.query())
  if (!query.ok) return problem(c, query.failure)
  const locale = query.value.locale ?? shop.defaultLocale
  // Each look reads the whole catalogue; its own readers ask a few times a day.
  const { success } = await c.env.LIMIT_ADDRESS.limit({ key: `feed:${shop.id}` })
  if (!success) return problem(c, { code: 'too_many_requests' })

  const db = homeOf(c.env, shop)
  const etag = `W/"${await catalogVersion(db, shop.id, locale)}"`
  c.header('ETag', etag)
  c.header('Cache-Control', `public, max-age=${FEED_CACHE_SECONDS}`)
  if (isKnown(c, etag)) return c.body(null, 304)
  return c.body(rowsOf(db, shop.id, locale), 200, { 'Content-Type': 'application/json' })
})

/** Weak comparison: RFC 9110, 13.1.2. */
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

/** Klaviyo's fields (custom catalogues); it requires a description, and the catalogue has none. */
function itemOf({ sku, data, quantity }: FeedRow) {
  const { title, variantTitle, url, price, image } = JSON.parse(data) as Product
  const whole = variantTitle ? `${title}, ${variantTitle}` : title
  return {
    id: sku,
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
