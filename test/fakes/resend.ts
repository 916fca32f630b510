/**
 * Resend's API as a server on loopback: `POST /emails` with its idempotency, `GET /domains`. Strict
 * as its OpenAPI document; errors have its documented names.
 */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { Mailbox } from './mailbox.ts'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

export const RESEND_KEYS = { full: 're_full_0123456789', sending: 're_sending_0123456789' }

const Mail = v.strictObject({
  from: v.pipe(v.string(), v.regex(/^("[^"]+"|[^<"]+) <[^@<>\s]+@[^@<>\s]+>$/)),
  to: v.pipe(v.array(Mailbox), v.minLength(1), v.maxLength(50)),
  subject: v.pipe(v.string(), v.minLength(1)),
  html: v.string(),
  text: v.string(),
  reply_to: v.optional(v.pipe(v.string(), v.email())),
  headers: v.strictObject({
    'List-Unsubscribe': v.pipe(v.string(), v.regex(/^<https:\/\/\S+>$/)),
    'List-Unsubscribe-Post': v.literal('List-Unsubscribe=One-Click'),
  }),
})

const NAMES: Record<number, string> = {
  400: 'validation_error',
  401: 'missing_api_key',
  403: 'invalid_api_key',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'concurrent_idempotent_requests',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
  500: 'application_error',
}

const error = (statusCode: number, name = NAMES[statusCode] ?? 'application_error') => ({
  statusCode,
  name,
  message: 'As documented.',
})
const refuse = (status: number, name?: string): Answer => ({ status, body: error(status, name) })

function send(request: Received, before: Received[]): Answer {
  const key = request.headers['idempotency-key'] ?? ''
  if (key.length < 1 || key.length > 256) return refuse(400, 'invalid_idempotency_key')
  if (request.headers['content-type'] !== 'application/json') return refuse(422)
  const mail = v.safeParse(Mail, request.body)
  if (!mail.success) return refuse(422)
  // Only acme.example is verified.
  if (!mail.output.from.endsWith('@acme.example>')) return refuse(403, 'validation_error')
  const same = before.find(({ headers }) => headers['idempotency-key'] === key)
  if (same && same.text !== request.text) return refuse(409, 'invalid_idempotent_request')
  return { status: 200, body: { id: createHash('md5').update(key).digest('hex') } }
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error,
      answer(request, scene, before) {
        if (!request.headers['user-agent']) return { status: 403, body: 'error code: 1010' }
        const key = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1]
        if (!key) return refuse(401)
        if (!Object.values(RESEND_KEYS).includes(key)) return refuse(403)
        if (scene === 'quota') return refuse(429, 'monthly_quota_exceeded')
        if (request.path === '/emails') {
          return request.method === 'POST' ? send(request, before) : refuse(405)
        }
        if (!/^\/domains(\/d[12])?$/.test(request.path)) return refuse(404)
        if (key === RESEND_KEYS.sending) return refuse(401, 'restricted_api_key')
        const data = [
          { id: 'd1', name: 'acme.example', status: 'verified', region: 'eu-west-1' },
          { id: 'd2', name: 'new.example', status: 'pending', region: 'eu-west-1' },
        ]
        const one = data.find(({ id }) => request.path === `/domains/${id}`)
        if (!one) return { status: 200, body: { object: 'list', data } }
        const tracks = { open_tracking: scene === 'tracking', click_tracking: false }
        return { status: 200, body: { object: 'domain', ...one, ...tracks, records: [] } }
      },
    }),
}
