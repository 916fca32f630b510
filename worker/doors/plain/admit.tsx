/**
 * Who may load the form, and who may post it: the page itself, and a shop's own pages. Nobody is logged
 * in here and there is no cookie, so a forged post could do no more than any program can: ask for an
 * alert. But it would do so from its visitors' addresses, and so around the limit for each of them.
 * A browser therefore has to say that the post comes from this page (`Sec-Fetch-Site`, which no page can
 * set, or `Origin`); a request that says neither is refused.
 */
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { clientOf } from '../../ip.ts'
import { PLAIN_BODY_BYTES, RATE_LIMIT_SECONDS } from '../../limits.ts'
import { withinLimit } from '../../rate-limit.ts'
import type { ClientShop } from '../../shop/shop.ts'
import { shopByPublicKey } from '../../shop/known.ts'
import { secretUsable } from '../../secret.ts'
import type { With } from '../context.ts'
import { acceptedLanguage } from '../language.ts'
import { lookIn, wear } from '../shop-look.ts'
import { visitorOf } from '../visitor.ts'
import { Refusal } from './pages.tsx'
import { formQuery, type FormQuery } from './query.ts'

/** What the form's routes find. */
export type PlainApp = With<{ shop: ClientShop; query: FormQuery }>

/** Sets `shop` and `query`. */
export const formShop = createMiddleware<PlainApp, '/:shop'>(async (c, next) => {
  const shop = await shopByPublicKey(c.env, c.req.param('shop'))
  if (!shop) {
    return c.html(
      <Refusal look={undefined} locale={acceptedLanguage(c)} code="shop_unknown" />,
      404,
    )
  }
  c.set('shop', shop)
  wear(c, shop)
  c.set('query', formQuery(c.req.query(), shop))
  return next()
})

/**
 * Lets a post pass if it comes from this page or one of the shop's. Not `hono/csrf`, which lets every
 * post of JSON pass.
 */
export const ownPages = createMiddleware<PlainApp>(async (c, next) => {
  const { shop, query } = c.var
  const origin = c.req.header('Origin') ?? 'null'
  const mayPost =
    c.req.header('Sec-Fetch-Site') === 'same-origin' ||
    origin === new URL(c.req.url).origin ||
    shop.origins.includes(origin)
  if (mayPost) return next()
  return c.html(<Refusal look={lookIn(c)} locale={query.locale} code="origin_not_allowed" />, 403)
})

/** Refuses every post while the Worker has no secret that could seal an address. */
export const configuredForm = createMiddleware<PlainApp>(async (c, next) =>
  secretUsable(c.env)
    ? next()
    : c.html(<Refusal look={lookIn(c)} locale={c.var.query.locale} code="failed" />, 503),
)

/** Refuses more than a form can hold. */
export const formSized = bodyLimit({
  maxSize: PLAIN_BODY_BYTES,
  onError: (c: Context<PlainApp>) =>
    c.html(<Refusal look={lookIn(c)} locale={c.var.query.locale} code="body_too_large" />, 413),
})

/** Limits how often one client may post tokens: each post is a query of D1. */
export const formBrake = createMiddleware<PlainApp>(async (c, next) => {
  if (await withinLimit(c.env, 'LIMIT_IP', `read:${clientOf(visitorOf(c).ip)}`)) return next()
  c.header('Retry-After', String(RATE_LIMIT_SECONDS))
  return c.html(
    <Refusal look={lookIn(c)} locale={c.var.query.locale} code="too_many_requests" />,
    429,
  )
})
