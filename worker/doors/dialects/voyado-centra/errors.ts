/**
 * The answers to a page's request that is refused. No document says what the original answers, so the shape
 * is that of Engage's own API. No answer repeats what was sent.
 */
import type { Context } from 'hono'
import { RATE_LIMIT_SECONDS } from '../../../limits.ts'
import type { Fault } from '../../../result.ts'
import type { PageRefusal } from '../caller.ts'
import { type VoyadoError, voyadoError } from '../voyado/errors.ts'
import type { Names } from './values.ts'

/** Reasons for a refusal, by our own words. */
const REFUSALS = {
  body_too_large: [413, 'BodyTooLarge', 'The body is too large.'],
  bot_check_failed: [400, 'BotCheckFailed', 'The bot check failed.'],
  content_type_unsupported: [
    415,
    'UnsupportedMediaType',
    'Send the body with Content-Type: application/json.',
  ],
  dialect_off: [
    403,
    'Forbidden',
    'The shop has not switched this API on: dialects.voyadoCentra in its settings.',
  ],
  in_stock: [400, 'InStock', 'The variant is in stock, so nothing was stored.'],
  internal: [500, 'Error', 'An error has occurred'],
  json_malformed: [400, 'InvalidRequest', 'The body cannot be read as JSON.'],
  method_not_allowed: [405, 'MethodNotAllowed', 'Use POST.'],
  not_configured: [503, 'Error', 'An error has occurred'],
  not_offered: [404, 'SkuNotFound', 'The shop takes no requests for this sku.'],
  not_found: [404, 'NotFound', 'Shelfbell does not speak this part of the API.'],
  origin_not_allowed: [403, 'Forbidden', 'Add the page’s origin to the shop’s origins.'],
  shop_unknown: [404, 'NotFound', 'No shop has this public key.'],
  too_deep: [400, 'InvalidRequest', 'The body is nested too deeply.'],
  too_many_alerts: [429, 'TooManyRequests', 'The person has too many open requests.'],
  too_many_people: [429, 'TooManyRequests', 'Too many new contacts in this hour.'],
  too_many_requests: [429, 'TooManyRequests', 'Wait a minute and try again.'],
  unavailable: [503, 'Error', 'The database gives no answer for now. Try again later.'],
  variant_unknown: [404, 'SkuNotFound', 'The shop’s catalogue does not have this sku.'],
} as const satisfies Record<string, readonly [VoyadoError['status'], string, string]>

type Refusal = keyof typeof REFUSALS

/** The refusal as an answer. */
export function refused(c: Context, why: Refusal): Response {
  const [status, errorCode, message] = REFUSALS[why]
  return voyadoError(c, { status, errorCode, message })
}

/** 429 or 503, with the seconds after which it is worth to try again. */
export function refusedFor(c: Context, why: Refusal, seconds: number): Response {
  c.header('Retry-After', String(seconds))
  return refused(c, why)
}

/** The answer to a page that may not call. */
export const notAdmitted = (c: Context, why: PageRefusal): Response =>
  why === 'too_many_requests' || why === 'not_configured'
    ? refusedFor(c, why, RATE_LIMIT_SECONDS)
    : refused(c, why)

const WORDS: Record<string, string> = {
  channel_not_offered: 'is not possible: the shop sends no alerts by e-mail',
  consent_missing: 'is not possible: the shop declares no words for alerts by e-mail',
  email_invalid: 'is not a valid e-mail address',
  missing: 'is missing',
  empty: 'is empty',
  not_a_boolean: 'is not true or false',
  not_an_object: 'is not an object',
  not_text: 'is missing or not a text',
  store_unknown: 'is not one of dialects.voyadoCentra.stores in the shop’s settings',
  too_long: 'is too long',
}

/** 400, with a text for each value at fault, by its name in the body. */
export function invalidValues(c: Context, faults: Fault[], names: Names): Response {
  const texts = faults.map(({ pointer, code }) => {
    const word = pointer.slice(1).split('/')[0]
    const name = Object.entries(names).find(([own]) => own === word)?.[1]
    return `${name ?? (word === '' ? 'The body' : names.email)} ${WORDS[code] ?? 'is not valid'}.`
  })
  const isAddress = faults.every(({ pointer }) => pointer === '/email')
  return voyadoError(c, {
    status: 400,
    errorCode: isAddress ? 'InvalidEmailAddress' : 'InvalidRequest',
    message: 'The request is invalid.',
    validationErrors: texts,
  })
}
