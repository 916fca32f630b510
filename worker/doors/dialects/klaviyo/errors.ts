/**
 * Klaviyo's errors: JSON:API error objects. The e-mail, phone, company id, key and variant errors are those
 * of its guide to back in stock. The others are ours, in the same shape and with the codes that its clients
 * know. None repeats what was sent, but for a harmless company id.
 */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { RATE_LIMIT_SECONDS } from '../../../limits.ts'
import { onlyMethodsBy } from '../paths.ts'

/** The media type of every answer. Klaviyo's clients accept it, also those of revisions before 2024-10-15. */
export const JSON_API = 'application/vnd.api+json'

/** One error. `pointer` is into the body; `parameter` names one of the query. */
export interface KlaviyoError {
  status: ContentfulStatusCode
  code: string
  title: string
  detail: string
  source?: { pointer: string } | { parameter: string }
}

/** The errors that Klaviyo writes without `meta`: of a key, and of a limit. */
const WITHOUT_META = new Set(['not_authenticated', 'throttled'])

/** An answer with errors; its status is that of the first. Members are in the order of Klaviyo's guide. */
export function klaviyoErrors(c: Context, first: KlaviyoError, ...more: KlaviyoError[]): Response {
  const errors = [first, ...more].map(({ status, code, title, detail, source }) => ({
    id: crypto.randomUUID(),
    status,
    code,
    title,
    detail,
    ...(source && { source }),
    ...(!WITHOUT_META.has(code) && { meta: {} }),
  }))
  return c.body(JSON.stringify({ errors }), first.status, { 'Content-Type': JSON_API })
}

/** 400: something in the body is wrong. `pointer` is where JSON:API has it. */
export const invalidInput = (pointer: string, detail: string): KlaviyoError => ({
  status: 400,
  code: 'invalid',
  title: 'Invalid input.',
  detail,
  source: { pointer },
})

export const INVALID_EMAIL = invalidInput('/data/attributes/email', 'Invalid email address')

export const INVALID_PHONE = invalidInput(
  '/data/attributes/phone_number',
  'Invalid phone number format (Example of a valid format: +12345678901)',
)

/** The shop does not offer one of the channels, or not to a page. */
export const CHANNEL_NOT_OFFERED = invalidInput(
  '/data/attributes/channels',
  'The shop does not offer one of the channels.',
)

/** The company id is repeated if it could be one, as Klaviyo does, and left out otherwise. */
export const invalidCompanyId = (companyId = ''): KlaviyoError => {
  const shown = /^[\w-]{1,40}$/.test(companyId) ? ` ${companyId}` : ''
  return invalidInput('/data', `Invalid company ID${shown}`)
}

export const NOT_AUTHENTICATED: KlaviyoError = {
  status: 401,
  code: 'not_authenticated',
  title: 'Authentication credentials were not provided.',
  detail: 'Missing or invalid private key.',
  source: { pointer: '/data/' },
}

const NO_SUCH_VARIANT = 'The variant in your relationship payload does not exist'

export const VARIANT_NOT_FOUND: KlaviyoError = {
  status: 404,
  code: 'variant_not_found',
  title: NO_SUCH_VARIANT,
  detail: NO_SUCH_VARIANT,
  source: { pointer: '/data/relationships/variant/data/id' },
}

/** 403: the shop does not allow this. `detail` says what to change. */
export const permissionDenied = (detail: string): KlaviyoError => ({
  status: 403,
  code: 'permission_denied',
  title: 'You do not have permission to perform this action.',
  detail,
  source: { pointer: '/data/' },
})

export const DIALECT_OFF = permissionDenied(
  'The shop has not switched this API on: it needs dialects.klaviyo in its settings.',
)

/** 429, with the wait as Retry-After: Klaviyo's own clients read it and try again. */
export function throttled(c: Context, retryAfterSeconds = RATE_LIMIT_SECONDS): Response {
  c.header('Retry-After', String(retryAfterSeconds))
  return klaviyoErrors(c, {
    status: 429,
    code: 'throttled',
    title: 'Request was throttled.',
    detail: `Request was throttled. Expected available in ${retryAfterSeconds} seconds.`,
    source: { pointer: '/data/' },
  })
}

/** 503, with a wait as Retry-After. */
export function unavailable(c: Context, detail: string): Response {
  c.header('Retry-After', '5')
  return klaviyoErrors(c, {
    status: 503,
    code: 'service_unavailable',
    title: 'Service unavailable.',
    detail,
  })
}

/** The Worker has no usable secret. Its owner reads the reason in `GET /health`. */
export const notConfigured = (c: Context): Response =>
  unavailable(c, 'A secret of the Worker is missing or not usable: GET /health says which.')

/** 405 for every method of an address but those that it takes. */
export const onlyMethods = onlyMethodsBy((c, allowed) =>
  klaviyoErrors(c, {
    status: 405,
    code: 'method_not_allowed',
    title: 'Method not allowed.',
    detail: `This address takes ${allowed}.`,
  }),
)

/** Nothing of Klaviyo's API is spoken at this address. */
export const NOT_FOUND: KlaviyoError = {
  status: 404,
  code: 'not_found',
  title: 'Not found.',
  detail: 'Shelfbell does not speak this part of the API.',
}
