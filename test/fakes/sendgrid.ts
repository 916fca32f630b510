/**
 * SendGrid's v3 API as a server on loopback: `POST /v3/mail/send`, `GET /v3/scopes`,
 * `GET /v3/whitelabel/domains`. Strict as its OpenAPI document, text before HTML included.
 */
import * as v from 'valibot'
import { Mailbox } from './mailbox.ts'
import { type Answer, type FakeSystem, startUpstream } from './upstream.ts'

export const SENDGRID_KEYS = {
  full: 'SG.full.0123456789',
  sending: 'SG.sending.0123456789',
  reading: 'SG.reading.0123456789',
}

const SCOPES: Record<string, string[]> = {
  [SENDGRID_KEYS.full]: ['mail.send', 'whitelabel.read', 'tracking_settings.read'],
  [SENDGRID_KEYS.sending]: ['mail.send'],
  [SENDGRID_KEYS.reading]: ['stats.read'],
}

const Mail = v.strictObject({
  personalizations: v.tuple([
    v.strictObject({ to: v.tuple([v.strictObject({ email: Mailbox })]) }),
  ]),
  from: v.strictObject({ email: Mailbox, name: v.string() }),
  reply_to: v.optional(v.strictObject({ email: Mailbox })),
  subject: v.pipe(v.string(), v.minLength(1)),
  content: v.tuple([
    v.strictObject({ type: v.literal('text/plain'), value: v.pipe(v.string(), v.minLength(1)) }),
    v.strictObject({ type: v.literal('text/html'), value: v.pipe(v.string(), v.minLength(1)) }),
  ]),
  headers: v.strictObject({
    'List-Unsubscribe': v.pipe(v.string(), v.regex(/^<https:\/\/\S+>$/)),
    'List-Unsubscribe-Post': v.literal('List-Unsubscribe=One-Click'),
  }),
  tracking_settings: v.strictObject({
    click_tracking: v.strictObject({ enable: v.literal(false), enable_text: v.literal(false) }),
    open_tracking: v.strictObject({ enable: v.literal(false) }),
    subscription_tracking: v.strictObject({ enable: v.literal(false) }),
    ganalytics: v.strictObject({ enable: v.literal(false) }),
  }),
})

const fault = (status: number, field: string | null = null): Answer => ({
  status,
  body: { errors: [{ message: 'As documented.', field, help: null }] },
})

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error: (status) => fault(status).body,
      answer({ method, path, headers, body }, scene) {
        const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? ''
        const scopes = SCOPES[key]
        if (!scopes) return fault(401)
        if (method === 'GET' && path === '/v3/scopes') return { status: 200, body: { scopes } }
        if (method === 'GET' && path === '/v3/whitelabel/domains') {
          if (!scopes.includes('whitelabel.read')) return fault(403)
          const acme = { id: 1, domain: 'acme.example', subdomain: 'em1', valid: true }
          return { status: 200, body: [acme, { ...acme, domain: 'new.example', valid: false }] }
        }
        if (method === 'GET' && path === '/v3/tracking_settings') {
          if (!scopes.includes('tracking_settings.read')) return fault(403)
          const names = ['open', 'click', 'subscription', 'google_analytics']
          const result = names.map((name) => ({
            name,
            title: name,
            description: 'As documented.',
            enabled: scene === 'tracking' && name !== 'google_analytics',
          }))
          return { status: 200, body: { result } }
        }
        if (path !== '/v3/mail/send') return fault(404)
        if (method !== 'POST') return fault(405)
        if (!scopes.includes('mail.send')) return fault(403)
        if (headers['content-type'] !== 'application/json') return fault(415)
        const mail = v.safeParse(Mail, body)
        if (!mail.success) return fault(400, v.getDotPath(mail.issues[0]))
        if (!mail.output.from.email.endsWith('@acme.example')) return fault(403, 'from')
        return { status: 202, headers: { 'X-Message-Id': 'AZhM4S-qTMmrDCCMmGqYiQ' } }
      },
    }),
}
