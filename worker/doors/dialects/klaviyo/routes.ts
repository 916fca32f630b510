/** Klaviyo's API, as a storefront or a backend calls it for back in stock. */
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { App } from '../../context.ts'
import { thrown } from '../../thrown.ts'
import { catalogRoutes } from './catalog/routes.ts'
import { clientConsentRoutes, consentJobRoutes } from './consents.ts'
import { klaviyoErrors, NOT_FOUND, unavailable } from './errors.ts'
import { clientSubscriptions, serverSubscriptions } from './subscriptions.ts'

export const klaviyoRoutes = new Hono<App>()
  // As for the widget, any origin may read why it is refused; `klaviyoPage` decides who may ask. A page may
  // send any header: storefronts send `revision`, and some what their proxies need.
  .use(
    '/client/*',
    cors({
      origin: (origin) => origin,
      allowMethods: ['POST'],
      exposeHeaders: ['Retry-After'],
      maxAge: 86_400,
    }),
  )
  .route('/api', catalogRoutes)
  .route('/', clientSubscriptions)
  .route('/', serverSubscriptions)
  .route('/', clientConsentRoutes)
  .route('/', consentJobRoutes)
  .all('/client/*', (c) => klaviyoErrors(c, NOT_FOUND))
  .all('/api/*', (c) => klaviyoErrors(c, NOT_FOUND))
  .onError((error, c) =>
    thrown(c, error) === 'unavailable'
      ? unavailable(c, 'The database gives no answer for now. Try again later.')
      : klaviyoErrors(c, {
          status: 500,
          code: 'error',
          title: 'A server error occurred.',
          detail: 'The request was not carried out. Try again later.',
        }),
  )
