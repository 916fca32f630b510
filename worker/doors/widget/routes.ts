/** What the widget asks: `GET /v1/client/config`, `…/availability`, `POST …/subscriptions`. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { consentTexts } from '../../../shared/consent.ts'
import { type ClientConfig, FORM_CHANNELS } from '../../../shared/client-config.ts'
import type { Accepted } from '../../../shared/subscription.ts'
import { ExternalId, Locale, objectFault, Sku } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { countryOf, mustConfirm } from '../../confirmation/rules.ts'
import { AVAILABILITY_SKUS, CLIENT_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { check, readJson } from '../request.ts'
import { pageShop } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { availabilityOf } from '../../stock/availability.ts'
import { secretUsable } from '../../vault.ts'
import { accept } from '../../subscription/accept.ts'

const ConfigQuery = v.object({ locale: v.optional(Locale) })
const AvailabilityQuery = v.object({
  sku: v.pipe(v.array(Sku), v.minLength(1, 'empty'), v.maxLength(AVAILABILITY_SKUS, 'too_many')),
  locale: v.optional(Locale),
  externalId: v.optional(ExternalId),
})
const KeyOnly = v.object({ shop: v.unknown() }, objectFault)

const ACCEPTED: Accepted = { status: 'accepted' }

export const clientRoutes = new Hono<App>()
  // The answer to a preflight cannot know the shop; the request that follows is held to its list.
  .options('*', (c) =>
    c.body(null, 204, {
      'Access-Control-Allow-Origin': c.req.header('Origin') ?? '*',
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Content-Type',
      'Access-Control-Max-Age': '86400',
      Vary: 'Origin',
    }),
  )

  .get('/config', async (c) => {
    const shop = await pageShop(c, c.req.query('shop'))
    if (!shop.ok) return problem(c, shop.failure)
    const query = check(ConfigQuery, { locale: c.req.query('locale') })
    if (!query.ok) return problem(c, query.failure)
    const { name, defaultLocale, channels, consent, doubleOptInCountries, maxQuantity, turnstile } =
      shop.value
    const locale = query.value.locale ?? defaultLocale
    const country = countryOf(shop.value, c.req.header('CF-IPCountry'))
    const config: ClientConfig = {
      name,
      locale,
      ...(country && { country }),
      channels: FORM_CHANNELS.filter((channel) => channels.includes(channel)),
      doubleOptIn: mustConfirm(shop.value, country),
      ...(channels.includes('sms') && { doubleOptInCountries }),
      consent: shownTexts(shop.value, locale),
      ...(consent?.privacyUrl && { privacyUrl: consent.privacyUrl }),
      ...(maxQuantity && { maxQuantity }),
      ...(turnstile && {
        turnstile: { siteKey: turnstile.siteKey, baseUrl: turnstile.baseUrl },
      }),
    }
    return c.json(config, 200)
  })

  .get('/availability', async (c) => {
    const shop = await pageShop(c, c.req.query('shop'))
    if (!shop.ok) return problem(c, shop.failure)
    const query = check(AvailabilityQuery, {
      sku: c.req.queries('sku') ?? [],
      locale: c.req.query('locale'),
      externalId: c.req.query('externalId'),
    })
    if (!query.ok) return problem(c, query.failure)
    const availability = await availabilityOf(homeOf(c.env, shop.value), shop.value.id, query.value)
    return c.json({ availability }, 200)
  })

  .post('/subscriptions', async (c) => {
    if (!secretUsable(c.env)) return problem(c, { code: 'not_configured' })
    const body = await readJson(c, CLIENT_BODY_BYTES)
    if (!body.ok) return problem(c, body.failure)
    const key = check(KeyOnly, body.value)
    if (!key.ok) return problem(c, key.failure)
    const shop = await pageShop(c, key.value.shop)
    if (!shop.ok) return problem(c, shop.failure)
    const accepted = await accept(c, shop.value, body.value, 'widget')
    if (!accepted.ok) return problem(c, accepted.failure)
    return c.json(ACCEPTED, 202)
  })

function shownTexts(shop: Parameters<typeof consentTexts>[0], locale: string) {
  const { texts, ...rest } = consentTexts(shop, locale)
  return { ...rest, texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) }
}
