/** The HTTP surface: every door, and what every answer carries. A new door is one line here. */
import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { validate } from 'uuid'
import { configurationFaults, reportConfiguration } from './configuration.ts'
import { apiRoutes } from './doors/api/routes.ts'
import type { App } from './doors/context.ts'
import { demoRoutes } from './doors/demo/routes.ts'
import { klaviyoRoutes } from './doors/dialects/klaviyo/routes.ts'
import { sequenzyRoutes } from './doors/dialects/sequenzy/routes.ts'
import { voyadoCentraRoutes } from './doors/dialects/voyado-centra/routes.ts'
import { voyadoRoutes } from './doors/dialects/voyado/routes.ts'
import { feedRoutes } from './doors/feeds/routes.ts'
import { hookRoutes } from './doors/hooks/routes.ts'
import { linkRoutes } from './doors/links/routes.ts'
import { mineRoutes } from './doors/plain/mine.tsx'
import { plainRoutes } from './doors/plain/routes.tsx'
import { problem } from './doors/problem.ts'
import { allowLogo } from './doors/shop-look.ts'
import { thrown } from './doors/thrown.ts'
import { unavailable } from './doors/unavailable.tsx'
import { wellKnownRoutes } from './doors/well-known/routes.ts'
import { widgetRoutes } from './doors/widget/routes.ts'
import { logLine } from './log-line.ts'
import { REQUEST_ID_CHARACTERS } from './limits.ts'
import { unboundLimits } from './rate-limit.ts'
import { identityProof } from './vault.ts'

export const app = new Hono<App>()
  // The log holds the caller's id, so its length is limited.
  .use(requestId({ limitLength: REQUEST_ID_CHARACTERS }))
  .use(allowLogo)
  .use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Addresses of links hold tokens: no page may send its own address to another one.
      referrerPolicy: 'no-referrer',
    }),
  )
  .use(async (c, next) => {
    const began = Date.now()
    reportConfiguration(c.env)
    c.header('Cache-Control', 'no-store')
    await next()
    logLine(c.res.status >= 500 ? 'error' : 'info', 'request', {
      id: c.var.requestId,
      method: c.req.method,
      // The route's pattern, never its path: paths hold tokens and ids of people.
      route: routePath(c),
      status: c.res.status,
      ms: Date.now() - began,
    })
  })
  .get('/health', async (c) => {
    const faults = configurationFaults(c.env)
    if (faults.length > 0) return problem(c, 'not_configured', faults)
    const unbound = unboundLimits(c.env)
    // The Worker works without these limits, so the status stays 200. Its owner should bind them.
    const challenge = c.req.query('challenge')
    const proof = challenge && validate(challenge) && (await identityProof(c.env, challenge))
    return c.json(
      { ok: true, ...(unbound.length > 0 && { unbound }), ...(proof && { proof }) },
      200,
    )
  })
  .route('/v1/client', widgetRoutes)
  .route('/v1', apiRoutes)
  .route('/notify', plainRoutes)
  .route('/mine', mineRoutes)
  .route('/', linkRoutes)
  .route('/hooks', hookRoutes)
  .route('/feeds', feedRoutes)
  .route('/demo', demoRoutes)
  .route('/api/v1', sequenzyRoutes)
  .route('/api', voyadoRoutes)
  .route('/voyado-centra', voyadoCentraRoutes)
  .route('/', klaviyoRoutes)
  .route('/.well-known', wellKnownRoutes)
  .notFound((c) => problem(c, 'not_found'))
  .onError((error, c) =>
    thrown(c, error) === 'unavailable' ? unavailable(c) : problem(c, 'internal'),
  )

export type ShelfbellApi = typeof app
