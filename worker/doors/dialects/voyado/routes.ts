/** Voyado Engage's API, as a shop's backend calls it for back in stock. */
import { Hono } from 'hono'
import type { App } from '../../context.ts'
import { thrown } from '../../thrown.ts'
import { NOT_FOUND, voyadoError } from './errors.ts'

export const voyadoRoutes = new Hono<App>()
  .all('/v2/*', (c) => voyadoError(c, NOT_FOUND))
  .all('/v3/*', (c) => voyadoError(c, NOT_FOUND))
  .onError((error, c) => {
    const isUnavailable = thrown(c, error) === 'unavailable'
    if (isUnavailable) c.header('Retry-After', '5')
    return voyadoError(c, {
      status: isUnavailable ? 503 : 500,
      errorCode: 'Error',
      message: 'An error has occurred',
    })
  })
