/** Answers a request for a subscription that was not accepted. */
import type { Context } from 'hono'
import type { Acceptance } from '../subscription/accept.ts'
import { problem, tooManyRequests } from './problem.ts'

type Refusal = Exclude<Acceptance, { contactId: string }>

/** The problem that tells why. */
export function refusal(c: Context, refused: Refusal): Response {
  switch (refused.kind) {
    case 'refused':
      return problem(c, 'request_invalid', refused.faults)
    case 'variant_unknown':
      return problem(c, 'variant_not_found')
    case 'too_many_requests':
    case 'too_many_alerts':
    case 'too_many_people':
      return tooManyRequests(c, refused.retryAfterSeconds, refused.kind)
    default:
      return problem(c, refused.kind)
  }
}
