/**
 * Sequenzy's errors, in the shape that its PHP SDK declares. The codes are written as those that its
 * public clients know (`UNAUTHORIZED`); which code the original gives in a case is not published. No
 * message repeats a value that was sent.
 */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { RATE_LIMIT_SECONDS } from '../../../limits.ts'
import type { Fault } from '../../../result.ts'
import type { Acceptance } from '../../../subscription/accept.ts'
import { fieldDetail } from '../../field-detail.ts'
import type { BackendRefusal } from '../caller.ts'

const ERRORS = {
  VALIDATION_ERROR: [400, 'Some fields are invalid.'],
  INVALID_JSON: [400, 'The body cannot be read as JSON.'],
  UNAUTHORIZED: [401, 'Send a secret key of the shop: Authorization: Bearer sk_….'],
  FORBIDDEN: [403, 'The key may not do this: use one with another scope.'],
  DIALECT_OFF: [403, 'The shop has not switched this API on: dialects.sequenzy in its settings.'],
  NOT_FOUND: [404, 'Shelfbell does not speak this part of the API.'],
  PRODUCT_NOT_FOUND: [404, 'The shop has no such product or variant.'],
  METHOD_NOT_ALLOWED: [405, 'Use another method at this address.'],
  CONFLICT: [409, 'The variant is in stock.'],
  PAYLOAD_TOO_LARGE: [413, 'The body is too large: send fewer items or shorter texts.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Send the body with Content-Type: application/json.'],
  RATE_LIMITED: [429, 'Too many requests: try again later.'],
  INTERNAL_ERROR: [500, 'The request was not carried out. Try again later.'],
  SERVICE_UNAVAILABLE: [503, 'The request was not carried out for now. Try again later.'],
} as const satisfies Record<string, readonly [status: ContentfulStatusCode, message: string]>

/** What an error is called. */
export type SequenzyCode = keyof typeof ERRORS

/** An error as the API answers it. */
export function sequenzyError(c: Context, code: SequenzyCode, message?: string): Response {
  const [status, usual] = ERRORS[code]
  // RFC 9110, 15.5.2: every 401 names how to authenticate.
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json({ success: false, error: { code, message: message ?? usual } }, status)
}

const later = (c: Context, code: SequenzyCode, seconds: number): Response => {
  c.header('Retry-After', String(seconds))
  return sequenzyError(c, code)
}

/** 503: the database gives no answer. */
export const unavailable = (c: Context): Response => later(c, 'SERVICE_UNAVAILABLE', 5)

// A message has room for so many fields.
const NAMED_FAULTS = 5

/** `/products/0/title` is `products[0].title`. */
const pathOf = (pointer: string): string =>
  pointer
    .slice(1)
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.') || 'body'

/** 400: the fields at fault, each with what to do. */
export function invalidFields(c: Context, faults: Fault[]): Response {
  const named = faults
    .slice(0, NAMED_FAULTS)
    .map(({ pointer, code }) => `${pathOf(pointer)}: ${fieldDetail(code)}`)
  return sequenzyError(c, 'VALIDATION_ERROR', named.join(' '))
}

/** Why a backend may not call. */
export function refusedBackend(c: Context, why: BackendRefusal): Response {
  switch (why) {
    case 'key_missing':
    case 'key_unknown':
      return sequenzyError(c, 'UNAUTHORIZED')
    case 'too_many_requests':
      return later(c, 'RATE_LIMITED', RATE_LIMIT_SECONDS)
    case 'scope_missing':
      return sequenzyError(c, 'FORBIDDEN')
    case 'dialect_off':
      return sequenzyError(c, 'DIALECT_OFF')
    case 'not_configured':
      return unavailable(c)
    default:
      return why satisfies never
  }
}

/** The fields of a request for a subscription, as Sequenzy's body calls them. */
const FIELDS: Record<string, string> = { '/email': '/customer/email', '/sku': '/variantId' }

/** Why a request was not accepted. */
export function refusedRequest(
  c: Context,
  refused: Exclude<Acceptance, { contactId: string }>,
): Response {
  switch (refused.kind) {
    case 'refused':
      return invalidFields(
        c,
        refused.faults.map(({ pointer, code }) => ({ pointer: FIELDS[pointer] ?? '', code })),
      )
    case 'variant_unknown':
    case 'not_offered':
      return sequenzyError(c, 'PRODUCT_NOT_FOUND')
    case 'in_stock':
      return sequenzyError(c, 'CONFLICT')
    case 'too_many_requests':
    case 'too_many_alerts':
    case 'too_many_people':
      return later(c, 'RATE_LIMITED', refused.retryAfterSeconds)
    case 'bot_check_failed':
      return sequenzyError(c, 'FORBIDDEN')
    default:
      return refused satisfies never
  }
}
