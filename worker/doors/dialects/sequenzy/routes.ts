/** Sequenzy's Commerce API, as a shop's backend calls it for back in stock. */
import { Hono } from 'hono'
import type { App } from '../../context.ts'
import { thrown } from '../../thrown.ts'
import { sequenzyError } from './errors.ts'

export const sequenzyRoutes = new Hono<App>()
  .all('*', (c) =>
    sequenzyError(c, 404, 'not_found', 'Shelfbell does not speak this part of the API.'),
  )
  .onError((error, c) => {
    const isUnavailable = thrown(c, error) === 'unavailable'
    if (isUnavailable) c.header('Retry-After', '5')
    return isUnavailable
      ? sequenzyError(
          c,
          503,
          'unavailable',
          'The database gives no answer for now. Try again later.',
        )
      : sequenzyError(c, 500, 'internal', 'The request was not carried out. Try again later.')
  })
