/**
 * Voyado's subscription API for Centra as a server on loopback: POST of six values of the documented
 * types. Their names are the best guess; scene `renamed` has other names. No document says what
 * Voyado answers, so the fake answers text that is not JSON.
 */
import * as v from 'valibot'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

const text = v.pipe(v.string(), v.minLength(1))
const Email = v.pipe(v.string(), v.regex(/^[^@\s]+@[^@\s]+\.[a-z0-9-]+$/))
const Body = v.strictObject({
  email: Email,
  sku: text,
  newsletter: v.boolean(),
  store: text,
  locale: text,
  externalId: text,
})
const Renamed = v.strictObject({
  customerEmail: Email,
  sku: text,
  acceptsNewsletter: v.boolean(),
  store: text,
  locale: text,
  marketId: text,
})

export const fake: FakeSystem = { start: () => startUpstream({ answer }) }

function answer({ method, path, headers, body }: Received, scene: string): Answer {
  if (path !== '/centra/subscriptions') return { status: 404, body: 'Not found' }
  if (method === 'OPTIONS') {
    const asked = headers['origin'] && headers['access-control-request-method'] === 'POST'
    return { status: asked ? 204 : 400 }
  }
  if (method !== 'POST') return { status: 405 }
  if (!headers['user-agent']) return { status: 403 }
  if (headers['content-type'] !== 'application/json') return { status: 415 }
  // The address takes no key, so a key sent here would leak.
  if (headers['authorization'] || headers['apikey']) return { status: 400 }
  const good = scene === 'renamed' ? v.is(Renamed, body) : v.is(Body, body)
  return good ? { status: 200, body: '<p>Thank you</p>' } : { status: 400 }
}
