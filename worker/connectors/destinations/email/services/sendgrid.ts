/**
 * SendGrid. It takes no idempotency key: a mail accepted but not recorded is sent again. Its event
 * webhook is signed with ECDSA (P-256, SHA-256) over the timestamp and the body. How old a
 * signature may be is not documented, and what it says holds however often it is said.
 */
import * as v from 'valibot'
import type { EmailVia } from '../options.ts'
import type { Finding, Heard } from '../../contract.ts'
import type { Outcome } from '../../outcome.ts'
import { callUpstream } from '../../../client.ts'
import { outcomeOf } from '../../outcome.ts'
import type { Hook, Verdict } from '../../../hook.ts'
import { heardOf, keyFinding, type Mailer, read, stopHeaders } from './mailer.ts'

export function openSendGrid(options: EmailVia<'sendgrid'>): Mailer {
  const base = options.baseUrl.replace(/\/$/, '')
  const headers = { Authorization: `Bearer ${options.apiKey ?? ''}` }
  return {
    async send(mail) {
      const { to, from, replyTo, subject, html, text } = mail
      const answer = await callUpstream(`${base}/v3/mail/send`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          personalizations: [{ to: [{ email: to }] }],
          from,
          ...(replyTo && { reply_to: { email: replyTo } }),
          subject,
          // Refused in any other order.
          content: [
            { type: 'text/plain', value: text },
            { type: 'text/html', value: html },
          ],
          headers: stopHeaders(mail),
        }),
      })
      const id = answer.answered ? answer.headers.get('X-Message-Id') : null
      return outcomeOf(answer, (status, body) => verdict(status, body, id))
    },

    async check(from) {
      const answer = await callUpstream(`${base}/v3/scopes`, { headers })
      const scopes = answer.answered ? read(Scopes, answer.body)?.scopes : undefined
      if (!scopes) {
        const detail = 'SendGrid does not take the key. Make another one under Settings, API Keys.'
        return [keyFinding(answer.answered ? answer.status : undefined, detail)]
      }
      const may = scopes.includes('mail.send')
      return [
        { what: 'key', ok: true, detail: 'SendGrid takes the key.' },
        {
          what: 'scope',
          ok: may,
          detail: may
            ? 'The key may send.'
            : 'The key may not send. Give it Mail Send under Settings, API Keys.',
        },
        await senderFinding(base, headers, scopes, from),
      ]
    },

    verify: async (hook) => verify(hook, options.webhookKey),
    hear,
  }
}

const Scopes = v.object({ scopes: v.array(v.string()) })
const Domains = v.array(v.object({ domain: v.string(), valid: v.boolean() }))

async function senderFinding(
  base: string,
  headers: Record<string, string>,
  scopes: string[],
  from: string,
): Promise<Finding> {
  const unknown = `Not asked: the key cannot see whether ${from} is a verified sender. Look under Settings, Sender Authentication.`
  if (!scopes.includes('whitelabel.read')) return { what: 'sender', ok: true, detail: unknown }
  const answer = await callUpstream(`${base}/v3/whitelabel/domains`, { headers })
  const domains = answer.answered ? read(Domains, answer.body) : undefined
  const domain = from.slice(from.indexOf('@') + 1)
  const valid = domains?.some((one) => one.valid && one.domain === domain)
  return {
    what: 'sender',
    ok: valid ?? true,
    detail: valid
      ? `The domain ${domain} is authenticated.`
      : domains
        ? `The domain ${domain} is not authenticated. Do that under Settings, Sender Authentication; a single verified sender works as well.`
        : unknown,
  }
}

const Failed = v.object({
  errors: v.array(v.object({ field: v.optional(v.nullable(v.string())) })),
})

function verdict(status: number, body: string, id: string | null): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted', ...(id && { id }) }
  // Its messages are prose; the field at fault is the only stable thing in them.
  const field = read(Failed, body)?.errors[0]?.field
  const reason = field && /^[\w.]{1,60}$/.test(field) ? `invalid:${field}` : `http_${status}`
  // A wrong key, one that may not send, or a sender that is not verified.
  if (status === 401 || status === 403) return { kind: 'parked', reason: `http_${status}` }
  return { kind: 'refused', reason }
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }

async function verify({ body, headers }: Hook, publicKey: string | undefined): Promise<Verdict> {
  const signature = headers.get('X-Twilio-Email-Event-Webhook-Signature')
  const timestamp = headers.get('X-Twilio-Email-Event-Webhook-Timestamp')
  if (!publicKey || !signature || !timestamp) return 'bad'
  const spki = Uint8Array.fromBase64(publicKey)
  const key = await crypto.subtle.importKey('spki', spki, ECDSA, false, ['verify'])
  const good = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    rawSignature(Uint8Array.fromBase64(signature)),
    new TextEncoder().encode(timestamp + body),
  )
  return good ? 'good' : 'bad'
}

const HALF_BYTES = 32

/** From a DER sequence of two integers, as SendGrid writes it, to the two in a row (RFC 3279). */
function rawSignature(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * HALF_BYTES)
  let at = 2
  for (const end of [HALF_BYTES, 2 * HALF_BYTES]) {
    const length = der[at + 1] ?? 0
    const integer = der.subarray(at + 2, at + 2 + length)
    // An integer is signed: a zero may stand before 32 bytes, or fewer of them be written.
    const bytes = integer.subarray(Math.max(0, length - HALF_BYTES))
    raw.set(bytes, end - bytes.length)
    at += 2 + length
  }
  return raw
}

const Events = v.array(
  v.object({
    event: v.string(),
    email: v.optional(v.string()),
    type: v.optional(v.string()),
    reason: v.optional(v.string()),
  }),
)

function hear({ body }: Hook): Heard[] | undefined {
  return read(Events, body)?.flatMap(({ event, email, type, reason }) => {
    switch (event) {
      case 'bounce':
        // `blocked` is the server's mood of the day.
        return type === 'blocked' ? [] : heardOf(email, 'bounce')
      case 'spamreport':
        return heardOf(email, 'complaint')
      case 'unsubscribe':
        return heardOf(email, 'stop')
      case 'dropped':
        if (reason === 'Bounced Address') return heardOf(email, 'bounce')
        return reason === 'Spam Reporting Address' ? heardOf(email, 'complaint') : []
      default:
        return []
    }
  })
}
