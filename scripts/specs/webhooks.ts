/** Holds a webhook against the Standard Webhooks specification, with its own library and by hand. */
import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { isObject } from './schema.ts'
import { type Check, jsonBody, mediaType, type Sent } from './sent.ts'

const BYTES = 20_000
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const TYPE = /^[a-zA-Z0-9_]+(\.[a-zA-Z0-9_]+)*$/

/** Verifies a body by its headers; throws when the signature is not good. */
export type Verify = (body: string, headers: Record<string, string>) => unknown

/** The check for one secret. `others`: further libraries that have to agree. */
export function webhookCheck(secret: string, others: Record<string, Verify> = {}): Check {
  const libraries: Record<string, Verify> = {
    standardwebhooks: (body, headers) => new Webhook(secret).verify(body, headers),
    ...others,
  }
  return (sent) => {
    const { headers, text } = sent
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers
    const faults = Object.entries(libraries).flatMap(([name, verify]) =>
      passes(sent, verify) ? [] : [`${name} refuses the signature`],
    )
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')
    const signatures = (headers['webhook-signature'] ?? '').split(' ')
    if (!signatures.includes(`v1,${expected}`)) faults.push('the signature is not HMAC-SHA256')
    if (sent.method !== 'POST') faults.push(`method ${sent.method}`)
    if (mediaType(sent) !== 'application/json') faults.push(`media type ${mediaType(sent)}`)
    if (id === '' || id.includes('.')) faults.push('webhook-id is empty or has a full stop')
    if (!/^\d{10}$/.test(timestamp)) faults.push('webhook-timestamp is not in seconds')
    if (Buffer.byteLength(text) > BYTES) faults.push(`the body is longer than ${BYTES} bytes`)
    const body = jsonBody(sent)
    if (!isObject(body)) return [...faults, 'the body is not an object']
    const { type, timestamp: at, data, ...more } = body
    if (typeof type !== 'string' || !TYPE.test(type)) faults.push('type is not a dotted name')
    if (typeof at !== 'string' || !ISO_8601.test(at)) faults.push('timestamp is not ISO 8601')
    if (!isObject(data)) faults.push('data is not an object')
    for (const name of Object.keys(more)) faults.push(`unknown property: ${name}`)
    return faults
  }
}

/** A library compares the time with the clock, so the clock is set to the time of the request. */
function passes({ text, headers }: Sent, verify: Verify): boolean {
  const now = Date.now
  const at = Number(headers['webhook-timestamp']) * 1000
  Date.now = () => at
  try {
    verify(text, headers)
    return true
  } catch {
    return false
  } finally {
    Date.now = now
  }
}
