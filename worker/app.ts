/** The HTTP surface: who may call what, and what every answer carries. */
import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import type { App } from './doors/context.ts'
import { feedRoutes } from './doors/feeds/routes.ts'
import { catalogRoutes } from './doors/api/products.ts'
import { clickRoutes } from './doors/links/click.ts'
import { confirmRoutes } from './doors/links/confirm.tsx'
import { contactRoutes } from './doors/api/contacts.ts'
import { manageRoutes } from './doors/links/manage.tsx'
import { demoRoutes } from './doors/demo/routes.ts'
import { hookRoutes } from './doors/hooks/routes.ts'
import { destinationRoutes } from './doors/api/destinations.ts'
import { logRoutes } from './doors/api/log.ts'
import { orderRoutes } from './doors/api/orders.ts'
import { outboxRoutes } from './doors/api/notifications.ts'
import { problem } from './doors/problem.ts'
import { restockRoutes } from './doors/api/restocks.ts'
import { isLocal } from './env.ts'
import { errorName, logLine } from './log-line.ts'
import { adminRoutes, shopRoutes } from './doors/api/shop.ts'
import { sourceRoutes } from './doors/api/sources.ts'
import { stockRoutes } from './doors/api/stock-levels.ts'
import { clientRoutes } from './doors/widget/routes.ts'
import { plainRoutes } from './doors/plain/routes.tsx'
import { subscriptionRoutes } from './doors/api/subscriptions.ts'
import { suppressionRoutes } from './doors/api/suppressions.ts'
import { unsubscribeRoutes } from './doors/links/unsubscribe.tsx'

export const app = new Hono<App>()
  .use(requestId())
  .use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Links hold tokens: no page that is reached from here learns where the person came from.
      referrerPolicy: 'no-referrer',
    }),
  )
  .use(async (c, next) => {
    const began = Date.now()
    c.header('Cache-Control', 'no-store')
    await next()
    // The route's pattern, never its path: paths hold tokens and ids of people.
    logLine(c.res.status >= 500 ? 'error' : 'info', 'request', {
      id: c.var.requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Date.now() - began,
    })
  })
  .get('/health', (c) => c.json({ ok: true }, 200))
  .route('/v1/client', clientRoutes)
  .route('/v1/admin', adminRoutes)
  .route('/v1/shop', shopRoutes)
  .route('/v1/stock-levels', stockRoutes)
  .route('/v1/products', catalogRoutes)
  .route('/v1/orders', orderRoutes)
  .route('/v1/restocks', restockRoutes)
  .route('/v1/log', logRoutes)
  .route('/v1/notifications', outboxRoutes)
  .route('/v1/destinations', destinationRoutes)
  .route('/v1/sources', sourceRoutes)
  .route('/v1/contacts', contactRoutes)
  .route('/v1/suppressions', suppressionRoutes)
  .route('/v1', subscriptionRoutes)
  .route('/hooks', hookRoutes)
  .route('/feeds', feedRoutes)
  .route('/notify', plainRoutes)
  .route('/u', unsubscribeRoutes)
  .route('/c', confirmRoutes)
  .route('/m', manageRoutes)
  .route('/r', clickRoutes)
  .use('/demo/*', async (c, next) => (isLocal(c.env) ? next() : c.notFound()))
  .route('/demo', demoRoutes)
  .notFound((c) => problem(c, { code: 'not_found' }))
  .onError((error, c) => {
    // The message of an error may hold what was sent; its name and stack frames do not.
    const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
    logLine('error', 'request_threw', {
      id: c.get('requestId'),
      error: errorName(error),
      frames: frames.slice(0, 8).map((line) => line.trim()),
    })
    return problem(c, { code: 'internal' })
  })

export type ShelfbellApi = typeof app
