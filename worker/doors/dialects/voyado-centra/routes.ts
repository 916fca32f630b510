/**
 * `POST /voyado-centra/:shop`: Voyado's subscription API for Centra, as a storefront calls it. It posts six
 * values to an open address. The original's address and answers are published nowhere: ours names the shop,
 * and answers 200 with an empty object.
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import type { Consent } from '../../../../shared/consent.ts'
import { CLIENT_BODY_BYTES } from '../../../limits.ts'
import type { Dialects } from '../../../shop/dialects.ts'
import type { ClientShop } from '../../../shop/shop.ts'
import { accept } from '../../../subscription/accept.ts'
import type { SubscriptionRequest } from '../../../subscription/request.ts'
import type { With } from '../../context.ts'
import { jsonOf } from '../../request.ts'
import { thrown } from '../../thrown.ts'
import { pageEvidence, pageShopOf } from '../caller.ts'
import { alertConsents, inDeclaredWords, reportMissingWords } from '../consents.ts'
import { type CallingPage, pageOf } from '../page.ts'
import { both, onlyMethodsBy } from '../paths.ts'
import { invalidValues, notAdmitted, refused, refusedFor } from './errors.ts'
import { type Values, valuesOf } from './values.ts'

type CentraApp = With<{ shop: ClientShop; dialect: NonNullable<Dialects['voyadoCentra']> }>

/** Sets `shop` and `dialect`, if the page may call. */
const pageShop = createMiddleware<CentraApp>(async (c, next) => {
  const admitted = await pageShopOf(c, c.req.param('shop'), 'voyadoCentra')
  if (!admitted.ok) return notAdmitted(c, admitted.error)
  const dialect = admitted.value.dialects.voyadoCentra
  if (!dialect) return notAdmitted(c, 'dialect_off')
  c.set('shop', admitted.value)
  c.set('dialect', dialect)
  return next()
})

// A form's types need no preflight: a page of any website could send them.
const jsonOnly = createMiddleware<CentraApp>(async (c, next) =>
  /^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')
    ? next()
    : refused(c, 'content_type_unsupported'),
)

const sized = bodyLimit({
  maxSize: CLIENT_BODY_BYTES,
  onError: (c) => refused(c, 'body_too_large'),
})

const only = onlyMethodsBy((c) => refused(c, 'method_not_allowed'))

export const voyadoCentraRoutes = new Hono<CentraApp>()
  // Any origin may read why it is refused; `pageShop` decides which may subscribe. Whatever header a page
  // sends to the original (that of a captcha, say) may be sent here, too: no header has a meaning.
  .use(
    cors({
      origin: (origin) => origin,
      allowMethods: ['POST'],
      exposeHeaders: ['Retry-After'],
      maxAge: 86_400,
    }),
  )

  .on('POST', both('/:shop'), pageShop, jsonOnly, sized, async (c) => {
    const { shop, dialect } = c.var
    const body = await jsonOf(c)
    if (!body.ok) return refused(c, body.error)
    const values = valuesOf(body.value, dialect)
    if (!values.ok) return invalidValues(c, values.error, dialect.names)

    const request = requestOf(values.value, shop, dialect, pageOf(c, shop))
    const accepted = await accept(c.env, shop, request, pageEvidence(c))
    switch (accepted.kind) {
      // One answer for all three: nobody learns from it who waits already, or who is suppressed.
      case 'accepted':
      case 'suppressed':
        // The person gets the alert all the same: the words are missing in the shop's settings.
        if (values.value.newsletter && !request.consents.some(isMarketing)) {
          await reportMissingWords(c, shop, 'voyadoCentra')
        }
        return c.json({}, 200)
      case 'deferred':
        return c.json({}, 200)
      case 'refused':
        return invalidValues(c, accepted.faults, dialect.names)
      case 'too_many_requests':
      case 'too_many_alerts':
      case 'too_many_people':
        return refusedFor(c, accepted.kind, accepted.retryAfterSeconds)
      default:
        return refused(c, accepted.kind)
    }
  })

  .all('/:shop', only('POST', 'OPTIONS'))
  .all('/:shop/', only('POST', 'OPTIONS'))
  .all('*', (c) => refused(c, 'not_found'))
  .onError((error, c) =>
    thrown(c, error) === 'unavailable' ? refusedFor(c, 'unavailable', 5) : refused(c, 'internal'),
  )

const isMarketing = ({ purpose }: Consent) => purpose === 'marketing'

/** The request for a subscription that the six values are. */
function requestOf(
  { email, sku, newsletter, locale, externalId }: Values,
  { defaultLocale }: ClientShop,
  { consent }: CentraApp['Variables']['dialect'],
  page: CallingPage,
): SubscriptionRequest {
  const wanted = alertConsents(['email'], newsletter)
  return {
    email,
    sku,
    locale,
    externalId,
    channels: ['email'],
    consents: inDeclaredWords(consent, wanted, { locale, defaultLocale }),
    ...page,
  }
}
