/**
 * Resend. The key of the call goes along as Idempotency-Key, which Resend keeps for 24 hours: a
 * mail accepted but not recorded is not sent again. Bounces come over a webhook signed by Svix,
 * which is Standard Webhooks under other header names.
 */
import { Webhook } from 'standardwebhooks'
import * as v from 'valibot'
import type { EmailVia } from '../options.ts'
import type { Heard } from '../../contract.ts'
import type { Outcome } from '../../outcome.ts'
import { callUpstream } from '../../../client.ts'
import { outcomeOf } from '../../outcome.ts'
import type { Hook, Verdict } from '../../../hook.ts'
import { heardOf, keyFinding, mailbox, type Mailer, read, reasonOf, stopHeaders } from './mailer.ts'

export function openResend(options: EmailVia<'resend'>): Mailer {
  const base = options.baseUrl.replace(/\/$/, '')
  const headers = { Authorization: `Bearer ${options.apiKey ?? ''}` }
  return {
    async send(mail) {
      const { key, to, from, replyTo, subject, html, text } = mail
      const answer = await callUpstream(`${base}/emails`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify({
          from: mailbox(from),
          to: [to],
          subject,
          html,
          text,
          ...(replyTo && { reply_to: replyTo }),
          headers: stopHeaders(mail),
        }),
      })
      const name = answer.answered ? read(Failed, answer.body)?.name : undefined
      // A day or a month may pass before there is room: nothing that trying again soon would help.
      if (name && /^(daily|monthly)_quota_exceeded$/.test(name)) {
        return { kind: 'parked', reason: name }
      }
      return outcomeOf(answer, verdict)
    },

    async check(from) {
      const answer = await callUpstream(`${base}/domains`, { headers })
      const status = answer.answered ? answer.status : undefined
      const body = answer.answered ? answer.body : ''
      if (read(Failed, body)?.name === 'restricted_api_key') {
        const detail =
          'The key may only send, so nothing else can be asked: whether the domain of the sender is verified shows with the first mail.'
        return [{ what: 'key', ok: true, detail }]
      }
      const domains = read(Domains, body)?.data
      if (status !== 200 || !domains) {
        const detail = 'Resend does not take the key. Make another one in Resend under API Keys.'
        return [keyFinding(status, detail)]
      }
      const domain = from.slice(from.indexOf('@') + 1)
      const verified = domains.some((one) => one.name === domain && one.status === 'verified')
      return [
        { what: 'key', ok: true, detail: 'Resend takes the key.' },
        {
          what: 'sender',
          ok: verified,
          detail: verified
            ? `The domain ${domain} is verified.`
            : `The domain ${domain} is not verified. Add it in Resend under Domains, and its records to your DNS.`,
        },
      ]
    },

    verify: async (hook) => verify(hook, options.webhookSecret),
    hear,
  }
}

const Failed = v.object({ name: v.string() })
const Sent = v.object({ id: v.string() })
const Domains = v.object({ data: v.array(v.object({ name: v.string(), status: v.string() })) })

function verdict(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) {
    const id = read(Sent, body)?.id
    // With the same key once more there is nothing to lose.
    return id
      ? { kind: 'accepted', id }
      : { kind: 'retry', reason: 'answer_unreadable', answered: true }
  }
  const name = read(Failed, body)?.name
  const reason = reasonOf(status, name)
  if (name === 'concurrent_idempotent_requests') return { kind: 'retry', reason, answered: true }
  // A wrong key, or a domain that is not verified.
  if (status === 401 || status === 403) return { kind: 'parked', reason }
  // invalid_idempotent_request as well: the key was used for other words, so whether the person
  // was told is for somebody to find out.
  return { kind: 'refused', reason }
}

async function verify({ body, headers }: Hook, secret: string | undefined): Promise<Verdict> {
  if (!secret) return 'bad'
  const header = (name: string) => headers.get(`svix-${name}`) ?? ''
  try {
    new Webhook(secret).verify(body, {
      'webhook-id': header('id'),
      'webhook-timestamp': header('timestamp'),
      'webhook-signature': header('signature'),
    })
    return 'good'
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    return /too (old|new)/.test(words) ? 'stale' : 'bad'
  }
}

const Event = v.object({
  type: v.string(),
  data: v.object({
    to: v.optional(v.array(v.string())),
    bounce: v.optional(v.object({ type: v.optional(v.string()) })),
  }),
})

const REASONS: Record<string, Heard['reason']> = {
  'email.bounced': 'bounce',
  // Not even tried: the address bounced or protested before.
  'email.suppressed': 'bounce',
  'email.complained': 'complaint',
}

function hear({ body }: Hook): Heard[] | undefined {
  const event = read(Event, body)
  if (!event) return undefined
  const { to = [], bounce } = event.data
  const reason = REASONS[event.type]
  const soft = bounce?.type === 'Transient' || bounce?.type === 'Undetermined'
  // Of several recipients nothing says which one it was; ours are sent to one.
  if (!reason || soft || to.length !== 1) return []
  return heardOf(to[0], reason)
}
