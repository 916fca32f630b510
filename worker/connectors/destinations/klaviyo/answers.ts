/**
 * What Klaviyo's answers mean. The status decides, with the error's code and pointer; any other field may
 * be missing, or be of another type. Pure.
 */
import * as v from 'valibot'
import { each, ListOrOne, needed, orNothing, Word } from '../../../lenient.ts'
import { jsonOf } from '../../answer.ts'
import type { Outcome } from '../outcome.ts'
import type { KlaviyoOptions } from './options.ts'

const Fault = v.object({
  code: Word,
  source: orNothing(v.object({ pointer: needed(Word) })),
})

/** The errors of a JSON:API answer: a list, or one by itself. */
const Errors = v.object({
  errors: each(Fault, ListOrOne),
})

/** The errors of an answer, with what can be read of each; empty when there are none. */
function errorsIn(body: string): { code: string | undefined; pointer: string | undefined }[] {
  const { errors = [] } = jsonOf(Errors, body) ?? {}
  return errors.map(({ code, source }) => ({
    code: code && /^[a-z_]{1,40}$/.test(code) ? code : undefined,
    pointer: source?.pointer,
  }))
}

/** The first error code of an answer; undefined when there is none. */
export const errorCode = (body: string): string | undefined =>
  errorsIn(body).find(({ code }) => code !== undefined)?.code

/** Whether an answer refuses a duplicate, and nothing else. */
function isDuplicate(body: string): boolean {
  const errors = errorsIn(body)
  return errors.length > 0 && errors.every(({ code }) => code?.startsWith('duplicate'))
}

/** What a status means for any request. The body is read only if the status is a refusal. */
export function outcomeOfStatus(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = errorCode(body) ?? `http_${status}`
  // The key, its scopes, a name in the path or a retired revision: the shop can correct these.
  if ([401, 403, 404, 410].includes(status)) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}

/**
 * What an answer about a person means. The client endpoints answer 400 to a wrong company id, and point
 * at `/data` as a whole; any other error points to a field inside it ("Set up back in stock via API").
 */
function outcomeAbout({ privateKey }: KlaviyoOptions, status: number, body: string): Outcome {
  const wholly = errorsIn(body).some(({ pointer }) => pointer === '/data')
  if (!privateKey && status === 400 && wholly) return { kind: 'parked', reason: 'company_unknown' }
  return outcomeOfStatus(status, body)
}

/** What the answer to a subscription means. */
export function outcomeOfSubscription(
  options: KlaviyoOptions,
  status: number,
  body: string,
): Outcome {
  // Klaviyo does not document its answer to a duplicate; these two can mean nothing else.
  if (status === 409 || isDuplicate(body)) return { kind: 'accepted' }
  // Whatever the code: a change of the catalogue looks for rows with this reason and retries them.
  if (status === 404) return { kind: 'parked', reason: 'variant_not_found' }
  return outcomeAbout(options, status, body)
}

/** What the answer to a consent means. The path has no id, so a 404 is about the list in the body. */
export const outcomeOfConsent = (options: KlaviyoOptions, status: number, body: string): Outcome =>
  status === 404
    ? { kind: 'parked', reason: 'list_not_found' }
    : outcomeAbout(options, status, body)

/**
 * What the answer to a single level means. A variant that Klaviyo does not have needs no level; the
 * log counts it as skipped.
 */
export const outcomeOfLevel = (status: number, body: string): Outcome =>
  status === 404 ? { kind: 'accepted', used: { skipped: 1 } } : outcomeOfStatus(status, body)

/**
 * What the answer to a job of levels means. A refused job is tried again: Klaviyo does not document its
 * answer to more than 500 jobs at a time, and people wait for these levels.
 */
export function outcomeOfJob(status: number, body: string): Outcome {
  const outcome = outcomeOfStatus(status, body)
  if (outcome.kind !== 'refused') return outcome
  return { kind: 'retry', reason: outcome.reason, answered: true }
}
