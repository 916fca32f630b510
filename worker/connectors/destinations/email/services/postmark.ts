/**
 * Postmark. It takes no idempotency key: a mail accepted but not recorded is sent again. Its
 * webhooks are not signed; they prove themselves with basic authentication or a header, as they
 * are set up there.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import type { EmailVia } from '../options.ts'
import type { Finding, Heard } from '../../contract.ts'
import type { Outcome } from '../../outcome.ts'
import { callUpstream } from '../../../client.ts'
import { outcomeOf } from '../../outcome.ts'
import type { Hook, Verdict } from '../../../hook.ts'
import { heardOf, keyFinding, mailbox, type Mailer, read, stopHeaders } from './mailer.ts'

export function openPostmark(options: EmailVia<'postmark'>): Mailer {
  const base = options.baseUrl.replace(/\/$/, '')
  const headers = {
    'X-Postmark-Server-Token': options.serverToken ?? '',
    Accept: 'application/json',
  }
  const { messageStream } = options
  return {
    async send(mail) {
      const { to, from, replyTo, subject, html, text } = mail
      const answer = await callUpstream(`${base}/email`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          From: mailbox(from),
          To: to,
          Subject: subject,
          HtmlBody: html,
          TextBody: text,
          ...(replyTo && { ReplyTo: replyTo }),
          MessageStream: messageStream,
          Headers: Object.entries(stopHeaders(mail)).map(([Name, Value]) => ({ Name, Value })),
          // A click is counted here; who opened what is nobody's business.
          TrackOpens: false,
          TrackLinks: 'None',
        }),
      })
      return outcomeOf(answer, verdict)
    },

    async check(from) {
      const server = await callUpstream(`${base}/server`, { headers })
      const mode = server.answered ? read(Server, server.body)?.DeliveryType : undefined
      if (!server.answered || server.status !== 200) {
        const detail =
          'Postmark does not take the token. Copy the server’s, under API Tokens of the server.'
        return [keyFinding(server.answered ? server.status : undefined, detail)]
      }
      const path = `${base}/message-streams/${encodeURIComponent(messageStream)}`
      const stream = await callUpstream(path, { headers })
      const streamOk = stream.answered && stream.status === 200
      const sandbox: Finding = {
        what: 'mode',
        ok: false,
        detail: 'The server is a sandbox: it delivers nothing. Use the token of a live server.',
      }
      return [
        { what: 'key', ok: true, detail: 'Postmark takes the token.' },
        ...(mode === 'Sandbox' ? [sandbox] : []),
        {
          what: 'stream',
          ok: streamOk,
          detail: streamOk
            ? `The message stream ${messageStream} is there.`
            : `The server has no message stream ${messageStream}. Copy its id in Postmark.`,
        },
        {
          what: 'sender',
          ok: true,
          detail: `Not asked: a server’s token cannot see whether ${from} is a confirmed sender. Look under Sender Signatures.`,
        },
      ]
    },

    verify: async (hook) => verify(hook, options.webhookSecret),
    hear,
  }
}

const Server = v.object({ DeliveryType: v.optional(v.string()) })
const Answered = v.object({
  ErrorCode: v.number(),
  Message: v.optional(v.string()),
  MessageID: v.optional(v.string()),
})

// Bad token, sender not there or not confirmed, not allowed to send, account pending or closed.
const NEEDS_THE_MERCHANT = new Set([10, 400, 401, 405, 412, 413])
const INACTIVE_RECIPIENT = 406
const INVALID_REQUEST = 300

function verdict(status: number, body: string): Outcome {
  const answer = read(Answered, body)
  const code = answer?.ErrorCode
  if (status >= 200 && status < 300 && !code) {
    return { kind: 'accepted', ...(answer?.MessageID && { id: answer.MessageID }) }
  }
  const reason = code ? `postmark_${code}` : `http_${status}`
  if (code === INACTIVE_RECIPIENT) return { kind: 'refused', reason, address: 'bounce' }
  const sender = code === INVALID_REQUEST && /'From'/.test(answer?.Message ?? '')
  if (status === 401 || sender || (code && NEEDS_THE_MERCHANT.has(code))) {
    return { kind: 'parked', reason }
  }
  return { kind: 'refused', reason }
}

async function verify({ headers }: Hook, secret: string | undefined): Promise<Verdict> {
  if (!secret) return 'bad'
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.get('Authorization') ?? '')?.[1]
  const given = basic ? atob(basic).replace(/^[^:]*:/, '') : headers.get('X-Webhook-Secret')
  return given && (await timingSafeEqual(given, secret)) ? 'good' : 'bad'
}

const Event = v.object({
  RecordType: v.string(),
  Type: v.optional(v.string()),
  Email: v.optional(v.string()),
  Recipient: v.optional(v.string()),
  Origin: v.optional(v.nullable(v.string())),
  SuppressSending: v.optional(v.boolean()),
  SuppressionReason: v.optional(v.nullable(v.string())),
})

function hear({ body }: Hook): Heard[] | undefined {
  const event = read(Event, body)
  if (!event) return undefined
  switch (event.RecordType) {
    case 'Bounce':
      return event.Type === 'HardBounce' || event.Type === 'BadEmailAddress'
        ? heardOf(event.Email, 'bounce')
        : []
    case 'SpamComplaint':
      return heardOf(event.Email, 'complaint')
    // The only word on complaints in a broadcast stream.
    case 'SubscriptionChange': {
      if (!event.SuppressSending) return []
      if (event.SuppressionReason === 'HardBounce') return heardOf(event.Recipient, 'bounce')
      if (event.SuppressionReason === 'SpamComplaint') return heardOf(event.Recipient, 'complaint')
      return event.Origin === 'Recipient' ? heardOf(event.Recipient, 'stop') : []
    }
    default:
      return []
  }
}
