/**
 * Answers requests with a wrong key. Only wrong keys are counted, so a right key is never refused.
 */
import type { Context } from 'hono'
import { clientOf } from '../ip.ts'
import { RATE_LIMIT_SECONDS } from '../limits.ts'
import { withinLimit } from '../rate-limit.ts'
import { problem, type ProblemCode, tooManyRequests } from './problem.ts'
import { visitorOf } from './visitor.ts'

/** The problem `code`; or 429 for a client that sent too many wrong keys in the last minute. */
export async function refused(c: Context, code: ProblemCode): Promise<Response> {
  const within = await withinLimit(c.env, 'LIMIT_FAILURES', clientOf(visitorOf(c).ip))
  return within ? problem(c, code) : tooManyRequests(c, RATE_LIMIT_SECONDS)
}
