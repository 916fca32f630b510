/** The SES v2 API: a request, signed with SigV4. */
import { AwsV4Signer } from 'aws4fetch'
import { callUpstream } from '../../../../client.ts'
import { type Answer } from '../../../../answer.ts'
import type { SesOptions } from './options.ts'

/** Signs and sends a request; a body is sent as JSON. */
export type SignedCall = (method: string, path: string, body?: unknown) => Promise<Answer>

/** Opens the API with the keys of the options. */
export function signedCalls(options: SesOptions): SignedCall {
  const { region, accessKeyId, secretAccessKey = '' } = options
  const base = options.baseUrl ?? `https://email.${region}.amazonaws.com`
  // Deriving the day's key costs four digests; the mails of one run share it.
  const cache = new Map<string, ArrayBuffer>()
  const keys = { accessKeyId, secretAccessKey, service: 'ses', region, cache }
  return async (method, path, content) => {
    const body = content === undefined ? {} : { body: JSON.stringify(content) }
    const type = content === undefined ? {} : { 'Content-Type': 'application/json' }
    const signer = new AwsV4Signer({ ...keys, method, url: base + path, headers: type, ...body })
    const { url, headers } = await signer.sign()
    return callUpstream(url.href, { method, headers: Object.fromEntries(headers), ...body })
  }
}
