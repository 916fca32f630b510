/**
 * Voyado Engage's API, as a shop's backend calls it for back in stock. What v3 and v2 have in common is
 * answered in the same way. Servers call it, so there is no CORS.
 */
import { Hono } from 'hono'
import type { App } from '../../context.ts'
import { thrown } from '../../thrown.ts'
import type { DialectApp } from '../caller.ts'
import { both, onlyMethodsBy } from '../paths.ts'
import { jsonBody } from './body.ts'
import { getContact, postContact } from './contacts.ts'
import { NOT_FOUND, SERVER_ERROR, tryLater, voyadoError } from './errors.ts'
import { findContact } from './find-contact.ts'
import { apiKey } from './key.ts'
import { LevelList, OneLevel, putLevels } from './levels.ts'
import { deleteSubscription, listSubscriptions, postSubscription } from './subscriptions.ts'

const inBoth = (path: string) => ['/v3', '/v2'].flatMap((version) => both(version + path))

const SUBSCRIPTIONS = inBoth('/inventory/backinstock/subscriptions')
const SUBSCRIPTION = inBoth('/inventory/backinstock/subscriptions/:subscriptionId')
const SUBSCRIPTIONS_OF_CONTACT = inBoth('/contacts/:contactId/backinstock/subscriptions')
const CONTACTS = inBoth('/contacts')
const CONTACT_ID = inBoth('/contacts/id')
const CONTACT = inBoth('/contacts/:contactId')
// The list of v3, and the one of v2; one level of v2.
const LEVELS = [...both('/v3/inventory/stock-levels'), ...both('/v2/inventory/stock-levels/batch')]
const LEVEL_V2 = both('/v2/inventory/stock-levels')

const only = onlyMethodsBy((c) =>
  voyadoError(c, {
    status: 405,
    errorCode: 'MethodNotAllowed',
    message: 'The requested resource does not support this HTTP method.',
  }),
)

const spoken = new Hono<DialectApp>()
  .on('GET', CONTACT_ID, apiKey('people'), findContact)
  .on('ALL', CONTACT_ID, only('GET'))
  .on('POST', CONTACTS, apiKey(), jsonBody, postContact)
  .on('ALL', CONTACTS, only('POST'))
  .on('GET', CONTACT, apiKey('people'), getContact)
  .on('POST', SUBSCRIPTIONS, apiKey(), jsonBody, postSubscription)
  .on('ALL', SUBSCRIPTIONS, only('POST'))
  .on('DELETE', SUBSCRIPTION, apiKey(), deleteSubscription)
  .on('ALL', SUBSCRIPTION, only('DELETE'))
  .on('GET', SUBSCRIPTIONS_OF_CONTACT, apiKey('people'), listSubscriptions)
  .on('ALL', SUBSCRIPTIONS_OF_CONTACT, only('GET'))
  .on('PUT', LEVELS, apiKey('stock'), jsonBody, putLevels(LevelList))
  .on('PUT', LEVEL_V2, apiKey('stock'), jsonBody, putLevels(OneLevel))
  .on('ALL', [...LEVELS, ...LEVEL_V2], only('PUT'))

export const voyadoRoutes = new Hono<App>()
  .route('/', spoken)
  .all('/v2/*', (c) => voyadoError(c, NOT_FOUND))
  .all('/v3/*', (c) => voyadoError(c, NOT_FOUND))
  .onError((error, c) =>
    thrown(c, error) === 'unavailable'
      ? tryLater(c, 503, 'The database gives no answer for now. Try again later.', 5)
      : voyadoError(c, SERVER_ERROR),
  )
