/** Klaviyo's API as such: one request at a revision, and what its answers have in common. */
import * as v from 'valibot'
import type { KlaviyoOptions } from './options.ts'
import type { Outcome } from '../outcome.ts'
import { type Answer, callUpstream } from '../../client.ts'

const JSON_API = 'application/vnd.api+json'

/** Sends a request with the private key; or, where there is none, as the company. */
export function send(
  { baseUrl, privateKey, companyId, revision }: KlaviyoOptions,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const company = privateKey ? '' : `?company_id=${encodeURIComponent(companyId ?? '')}`
  return callUpstream(baseUrl.replace(/\/$/, '') + path + company, {
    method,
    headers: {
      Accept: JSON_API,
      revision,
      ...(privateKey && { Authorization: `Klaviyo-API-Key ${privateKey}` }),
      ...(body !== undefined && { 'Content-Type': JSON_API }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

const Errors = v.object({ errors: v.array(v.object({ code: v.optional(v.string()) })) })

/** The first error code of a JSON:API answer; an edge may answer with anything. */
export function errorCode(body: string): string | undefined {
  const parsed = v.safeParse(Errors, json(body))
  const code = parsed.success ? parsed.output.errors[0]?.code : undefined
  return code && /^[a-z_]{1,40}$/.test(code) ? code : undefined
}

/** A body as JSON, or undefined. */
export function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What an answer means, whatever was asked. */
export function verdict(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = errorCode(body) ?? `http_${status}`
  // The key, its scopes, what the path names, or a revision that was retired: somebody can mend it.
  if ([401, 403, 404, 410].includes(status)) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}
