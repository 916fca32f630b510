/** Sequenzy's API: a request, and what its answers mean. */
import * as v from 'valibot'
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

const Body = v.object({ success: v.optional(v.boolean()), subscriberId: v.optional(v.string()) })

/**
 * What a status means. Sequenzy does not document 409: for a request it is a `duplicate`, which is
 * fine; for anything else a `conflict`, which is retried.
 */
export const outcomeOfStatus =
  (on409: 'duplicate' | 'conflict') =>
  (status: number, body: string): Outcome => {
    const { success, subscriberId: id } = jsonOf(Body, body) ?? {}
    if (status >= 200 && status < 300) {
      if (success === false) return { kind: 'refused', reason: 'not_successful' }
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
