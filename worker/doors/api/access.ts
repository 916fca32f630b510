/**
 * Which secret key may call which route. The list has every route that takes a secret key. A route
 * that is missing here accepts only keys with the scope `all`.
 */
import type { Scope } from '../../shop/keys.ts'

/** The scopes that a route accepts besides `all`. */
export const ACCESS: Readonly<Record<string, readonly Scope[]>> = {
  // Settings decide where messages go and what they say; keys open everything.
  'GET /v1/shop': ['read'],
  'PATCH /v1/shop': [],
  'GET /v1/keys': [],
  'POST /v1/keys': [],
  'DELETE /v1/keys/:id': [],

  'GET /v1/team': [],
  'POST /v1/team': [],
  'PATCH /v1/team/:id': [],
  'DELETE /v1/team/:id': [],

  'PUT /v1/stock-levels': ['stock'],
  'PUT /v1/products': ['stock'],
  'GET /v1/sources': ['read', 'stock'],
  'POST /v1/sources/:name/poll': ['stock'],
  // Calls an address that the caller names, and may use a stored password: as settings do.
  'POST /v1/sources/try': [],

  // Figures and states. No answer contains an address of a person.
  'GET /v1/restocks': ['read'],
  'GET /v1/held': ['read'],
  // Shows what messages say, and sends nothing.
  'POST /v1/messages/preview': ['read'],
  'GET /v1/rules/explain': ['read'],
  'GET /v1/demand': ['read'],
  'GET /v1/reports/daily': ['read'],
  // Addresses are masked for `read`.
  'GET /v1/demand/:sku': ['read', 'people'],
  // Answers figures, and changes nothing.
  'POST /v1/rules/simulate': ['read'],
  'GET /v1/log': ['read'],
  'GET /v1/notifications': ['read'],
  'GET /v1/destinations': ['read'],
  'GET /v1/sender': ['read'],

  'GET /v1/lists/demand.csv': ['read'],
  'GET /v1/lists/demand.ndjson': ['read'],
  'GET /v1/lists/restocks.csv': ['read'],
  'GET /v1/lists/restocks.ndjson': ['read'],
  'GET /v1/lists/imports/:id': ['read'],

  // People.
  'GET /v1/lists/waiting.csv': ['people'],
  'GET /v1/lists/waiting.ndjson': ['people'],
  'GET /v1/lists/consents.csv': ['people'],
  'GET /v1/lists/consents.ndjson': ['people'],
  'GET /v1/lists/suppressions.csv': ['people'],
  'GET /v1/lists/suppressions.ndjson': ['people'],
  'GET /v1/lists/everything.ndjson': ['people'],
  'POST /v1/contacts/lookup': ['people'],
  'GET /v1/contacts/:id': ['people'],
  'DELETE /v1/contacts/:id': ['people'],
  'GET /v1/contacts/:id/subscriptions': ['people', 'read'],
  'GET /v1/subscriptions/:id/history': ['people', 'read'],
  'DELETE /v1/subscriptions/:id': ['people'],
  'PUT /v1/suppressions': ['people'],
  'DELETE /v1/suppressions': ['people'],

  // These send messages to people, or decide who gets them.
  'POST /v1/lists/import': [],
  'POST /v1/subscriptions': [],
  'POST /v1/subscriptions/:id/confirmation': [],
  'POST /v1/messages/test': [],
  'POST /v1/orders': [],
  'POST /v1/demand/:sku/notify': [],
  'POST /v1/demand/:sku/move': [],
  'POST /v1/demand/:sku/close': [],
  'POST /v1/subscriptions/:id/notify': [],
  'POST /v1/restocks/:id/approve': [],
  'POST /v1/restocks/:id/hold': [],
  'POST /v1/restocks/:id/resume': [],
  'POST /v1/restocks/:id/end': [],
  'POST /v1/notifications/retry': [],
  'POST /v1/notifications/:id/retry': [],
  'POST /v1/sender/check': [],
  'POST /v1/destinations/:name/check': [],
  'POST /v1/destinations/:name/feed-key': [],
  'POST /v1/destinations/:name/replay': [],
  'POST /v1/destinations/:name/open': [],
}
