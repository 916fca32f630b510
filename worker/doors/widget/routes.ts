/**
 * The widget's routes: `GET /v1/client/config`, `…/availability`, `POST …/subscriptions`, `…/undo`.
 */
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import * as v from 'valibot'
import { type Accepted, ClientUndo } from '../../../shared/subscription.ts'
import { ExternalId, Locale, objectFault, Sku } from '../../../shared/text.ts'
import { homeOf } from '../../homes/home.ts'
import { AVAILABILITY_SKUS, CLIENT_BODY_BYTES } from '../../limits.ts'
import { parse } from '../../parse.ts'
import { countViews, flushViews } from '../../report/views.ts'
import { availabilityOf } from '../../stock/availability.ts'
import { accept } from '../../subscription/accept.ts'
import { idleUndo, undoRequest } from '../../subscription/undo.ts'
import { problem } from '../problem.ts'
import { refusal } from '../refusal.ts'
import { ShopperSubscription } from '../shopper-subscription.ts'
import { configured, json, query } from '../request.ts'
import { visitorOf } from '../visitor.ts'
import { configOf } from './config.ts'
import { pageQuery, pageShop, readingBrake, type WidgetApp, withUsableLocale } from './shop.ts'

const ConfigQuery = v.object({ locale: v.optional(Locale) })
const Variants = v.object({
  sku: v.array(Sku),
  /** Variants of which the page says that they can be bought although they are out of stock. */
  oversold: v.array(Sku),
  locale: v.optional(Locale),
  externalId: v.optional(ExternalId),
})
const countOf = ({ sku, oversold }: v.InferOutput<typeof Variants>) => sku.length + oversold.length
const AvailabilityQuery = v.pipe(
  Variants,
  v.forward(
    v.check((asked) => countOf(asked) > 0, 'empty'),
    ['sku'],
  ),
  v.forward(
    v.check((asked) => countOf(asked) <= AVAILABILITY_SKUS, 'too_many'),
    ['sku'],
  ),
)
// Looks the shop up before it reads the rest, so that an unknown key gets its own error.
const Keyed = v.looseObject({ shop: v.unknown() }, objectFault)
type Keyed = v.InferOutput<typeof Keyed>

const acceptedAs = (undo: string): Accepted => ({ status: 'accepted', undo })

export const widgetRoutes = new Hono<WidgetApp>()
  // Any origin may read why it is refused, because a refusal says nothing about the shop. Which origins
  // may ask is for `pageShop` to decide: a preflight does not name the shop.
  .use(
    cors({
      origin: (origin) => origin,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['Content-Type'],
      maxAge: 86_400,
    }),
  )

  .get(
    '/config',
    readingBrake,
    pageShop((c) => c.req.query('shop')),
    query(ConfigQuery, pageQuery),
    (c) => {
      const { shop } = c.var
      const { locale = shop.defaultLocale } = c.req.valid('query')
      return c.json(configOf(c.env, shop, locale, visitorOf(c).country), 200)
    },
  )

  .get(
    '/availability',
    readingBrake,
    pageShop((c) => c.req.query('shop')),
    query(AvailabilityQuery, (c) => ({
      ...pageQuery(c),
      sku: c.req.queries('sku') ?? [],
      oversold: c.req.queries('oversold') ?? [],
    })),
    async (c) => {
      const { shop } = c.var
      const asked = c.req.valid('query')
      const answer = await availabilityOf(homeOf(c.env, shop), shop, asked)
      const soldOut = Object.entries(answer.availability).filter(([, one]) => one === 'sold_out')
      countViews(
        shop,
        soldOut.map(([sku]) => sku),
        Date.now(),
      )
      c.executionCtx.waitUntil(flushViews(c.env, Date.now()))
      return c.json(answer, 200)
    },
  )

  .post(
    '/subscriptions',
    configured,
    json(Keyed, CLIENT_BODY_BYTES),
    pageShop(async (c) => (await c.req.json<Keyed>()).shop),
    async (c) => {
      const body = parse(ShopperSubscription, withUsableLocale(c.req.valid('json'), c.var.shop))
      if (!body.ok) return problem(c, 'request_invalid', body.error)
      const { shop: _key, website, turnstileToken, ...request } = body.value
      // Only a bot fills the hidden field. It gets the usual answer.
      if (website) return c.json(acceptedAs(await idleUndo(c.env, c.var.shop)), 202)
      const accepted = await accept(c.env, c.var.shop, request, {
        asker: 'shopper',
        visitor: visitorOf(c),
        proof: { by: 'token', token: turnstileToken },
      })
      switch (accepted.kind) {
        // One answer for all three: nobody learns from it who waits already, or who is suppressed.
        case 'accepted':
        case 'deferred':
        case 'suppressed':
          return c.json(acceptedAs(accepted.undo), 202)
        default:
          return refusal(c, accepted)
      }
    },
  )

  .post(
    '/undo',
    readingBrake,
    configured,
    json(Keyed, CLIENT_BODY_BYTES),
    pageShop(async (c) => (await c.req.json<Keyed>()).shop),
    async (c) => {
      const body = parse(ClientUndo, c.req.valid('json'))
      if (!body.ok) return problem(c, 'request_invalid', body.error)
      const undone = await undoRequest(c.env, c.var.shop, body.value.undo, Date.now())
      return undone.ok ? c.json({ status: 'undone' as const }, 202) : problem(c, undone.error)
    },
  )
