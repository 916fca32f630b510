/** Klaviyo's API: a request at a revision, and what all of its answers have in common. */
import * as v from 'valibot'
import { type Answer, jsonOf } from '../../answer.ts'
import { callUpstream } from '../../client.ts'
import type { Outcome } from '../outcome.ts'
import type { KlaviyoOptions } from './options.ts'

const JSON_API = 'application/vnd.api+json'

/** Sends a request with the private key; without one, in the name of the company. */
export function send(
  { baseUrl, privateKey, companyId, revision }: KlaviyoOptions,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const company = privateKey ? '' : `?company_id=${encodeURIComponent(companyId ?? '')}`
  return callUpstream(baseUrl + path + company, {
    method,
    headers: {
      Accept: JSON_API,
      revision,
      ...(privateKey && { Authorization: `Klaviyo-API-Key ${privateKey}` }),
      ...(body !== undefined && { 'Content-Type': JSON_API }),
    },
    json: body,
  })
}

const Errors = v.object({ errors: v.array(v.object({ code: v.optional(v.string()) })) })

/** The first error code of a JSON:API answer; undefined when there is none. */
export function errorCode(body: string): string | undefined {
  const code = jsonOf(Errors, body)?.errors[0]?.code
  return code && /^[a-z_]{1,40}$/.test(code) ? code : undefined
}

/** What a status means, whatever was asked. */
export function outcomeOfStatus(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = errorCode(body) ?? `http_${status}`
  // The key, its scopes, a name in the path or a retired revision: the shop can correct these.
  if ([401, 403, 404, 410].includes(status)) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}
