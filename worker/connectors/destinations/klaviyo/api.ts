/** Klaviyo's API: a request at a revision. */
import type { Answer } from '../../answer.ts'
import { callUpstream } from '../../client.ts'
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
