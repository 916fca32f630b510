/** Klaviyo's answers to requests for subscriptions. */
import type { Context } from 'hono'
import type { Fault } from '../../../result.ts'
import type { Acceptance } from '../../../subscription/accept.ts'
import {
  CHANNEL_NOT_OFFERED,
  INVALID_EMAIL,
  INVALID_PHONE,
  invalidInput,
  klaviyoErrors,
  type KlaviyoError,
  permissionDenied,
  throttled,
  VARIANT_NOT_FOUND,
} from './errors.ts'

/** 202 without a body, as for everything that Klaviyo accepts. */
export const accepted = (c: Context): Response => c.body(null, 202)

/** Why the engine did not accept a request. */
export function refusal(c: Context, refused: Exclude<Acceptance, { contactId: string }>): Response {
  switch (refused.kind) {
    case 'refused':
      return klaviyoErrors(c, faultOf(refused.faults))
    case 'variant_unknown':
    case 'not_offered':
      return klaviyoErrors(c, VARIANT_NOT_FOUND)
    case 'too_many_requests':
    case 'too_many_alerts':
    case 'too_many_people':
      return throttled(c, refused.retryAfterSeconds)
    // A request in this dialect waits while in stock, and needs no bot check.
    case 'in_stock':
      return klaviyoErrors(c, invalidInput('/data', 'The variant is in stock.'))
    case 'bot_check_failed':
      return klaviyoErrors(c, permissionDenied('The bot check failed.'))
    default:
      return refused satisfies never
  }
}

/** The first fault of a request in the engine's words, as Klaviyo would name it. */
function faultOf(faults: Fault[]): KlaviyoError {
  const pointers = faults.map(({ pointer }) => pointer)
  // A channel that is not offered has no words of consent either.
  if (pointers.some((pointer) => /^\/(channels|consents)\b/.test(pointer))) {
    return CHANNEL_NOT_OFFERED
  }
  if (pointers.includes('/email')) return INVALID_EMAIL
  if (pointers.includes('/phone')) return INVALID_PHONE
  // No variant of the shop has an id that is longer than a page may send.
  return pointers.includes('/sku') ? VARIANT_NOT_FOUND : invalidInput('/data', 'Invalid input')
}
