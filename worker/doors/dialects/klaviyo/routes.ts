/** Klaviyo's API, as a storefront or a backend calls it for back in stock. */
import { Hono } from 'hono'
import type { App } from '../../context.ts'
import { thrown } from '../../thrown.ts'
import { klaviyoErrors, NOT_FOUND } from './errors.ts'

export const klaviyoRoutes = new Hono<App>()
  .all('/client/*', (c) => klaviyoErrors(c, NOT_FOUND))
  .all('/api/*', (c) => klaviyoErrors(c, NOT_FOUND))
  .onError((error, c) => {
    const isUnavailable = thrown(c, error) === 'unavailable'
    if (isUnavailable) c.header('Retry-After', '5')
    return klaviyoErrors(c, {
      status: isUnavailable ? 503 : 500,
      code: 'error',
      title: 'A server error occurred.',
      detail: 'The request was not carried out. Try again later.',
    })
  })
