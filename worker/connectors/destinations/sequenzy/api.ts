/** Sequenzy's API: a request, and what its answers mean. */
import * as v from 'valibot'
import { Flag, Word } from '../../../lenient.ts'
import { type Answer, jsonOf } from '../../answer.ts'
import { callUpstream } from '../../client.ts'
import { type Outcome } from '../outcome.ts'
import type { SequenzyOptions } from './options.ts'

/** Sends a request: GET, or POST when there is a body. */
export function send(
  { baseUrl, apiKey, companyId }: SequenzyOptions,
  path: string,
  body?: unknown,
): Promise<Answer> {
  return callUpstream(baseUrl + path, {
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${apiKey}`,
      ...(companyId && { 'x-company-id': companyId }),
    },
    json: body,
  })
}

const Body = v.object({ success: Flag, subscriberId: Word, error: v.optional(v.unknown()) })

/** Whether an answer with a good status is a failure all the same: documented as `success: false`. */
const isFailure = ({ success, error }: v.InferOutput<typeof Body>): boolean =>
  success === false || (success === undefined && Boolean(error))

/**
 * What a status means. Sequenzy does not document 409: for a request it is a `duplicate`, which is
 * fine; for anything else a `conflict`, which is retried.
 */
export const outcomeOfStatus =
  (on409: 'duplicate' | 'conflict') =>
  (status: number, body: string): Outcome => {
    const said = jsonOf(Body, body)
    const id = said?.subscriberId
    if (status >= 200 && status < 300) {
      if (said && isFailure(said)) return { kind: 'refused', reason: 'not_successful' }
      return { kind: 'accepted', ...(id && { id }) }
    }
    const reason = `http_${status}`
    if (status === 409) {
      return on409 === 'duplicate'
        ? { kind: 'accepted' }
        : { kind: 'retry', reason, answered: true }
    }
    if (status === 404) return { kind: 'parked', reason: 'variant_not_found' }
    // The key, its permissions or the plan: the shop can correct these.
    if ([401, 402, 403].includes(status)) return { kind: 'parked', reason }
    return { kind: 'refused', reason }
  }
