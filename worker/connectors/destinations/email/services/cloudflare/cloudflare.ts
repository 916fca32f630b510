/**
 * Cloudflare's `send_email` binding. It takes no idempotency key: when a mail was accepted but not
 * recorded, it is sent again. It has no webhook; it refuses the next mail to an address that
 * bounced.
 */
import * as v from 'valibot'
import { smtpForm } from '../../../../../../shared/email.ts'
import { Word } from '../../../../../lenient.ts'
import type { Outcome } from '../../../outcome.ts'
import { defineMailService } from '../contract.ts'
import { stopHeaders } from '../mail.ts'
import { CloudflareOptions } from './options.ts'

const Sent = v.object({ messageId: Word })

export const cloudflare = defineMailService({
  via: 'cloudflare',
  options: CloudflareOptions,
  secrets: [],
  shared: true,
  // Cloudflare, "Email Service: domain configuration".
  signing: {
    dkim: ['cf-bounce'],
    returnPath: { below: 'cf-bounce', include: '_spf.mx.cloudflare.net' },
  },
  open: (_, env) => ({
    async send(mail) {
      const { to, from, replyTo, subject, html, text } = mail
      try {
        const sent: unknown = await env.EMAIL.send({
          to: smtpForm(to),
          from,
          ...(replyTo && { replyTo }),
          subject,
          html,
          text,
          headers: stopHeaders(mail),
        })
        // `send` did not throw, so the mail was accepted, whatever the result looks like.
        const id = v.is(Sent, sent) ? v.parse(Sent, sent).messageId : undefined
        return { kind: 'accepted', ...(id && { id }) }
      } catch (error) {
        return outcomeOfError(error)
      }
    },

    // The binding has no call besides `send`.
    probe: async (from) => [
      {
        what: 'binding',
        ok: true,
        detail: `Not checked: this Worker's own binding sends mails from ${from}, and the first mail shows whether the domain is set up for sending. Look in Cloudflare under Email Sending.`,
      },
      {
        what: 'tracking',
        ok: true,
        detail:
          'Not asked: Cloudflare documents no tracking of opens or clicks, and the binding has no option for it.',
      },
    ],
  }),
})

// Cloudflare, "Send emails from Workers": codes on the error that send() throws.
const PERMANENT =
  /^E_(VALIDATION_ERROR|FIELD_MISSING|TOO_MANY_RECIPIENTS|RECIPIENT_NOT_ALLOWED|RECIPIENT_SUPPRESSED|CONTENT_TOO_LARGE|HEADER_\w+)$/
const NEEDS_THE_MERCHANT = /^E_SENDER_(NOT_VERIFIED|DOMAIN_NOT_AVAILABLE)$/

/** What an error of the binding means. One without a code is retried. */
export function outcomeOfError(error: unknown): Outcome {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const reason = /^E_[A-Z_]{1,40}$/.test(code) ? code.toLowerCase() : 'send_failed'
  if (code === 'E_RECIPIENT_SUPPRESSED') return { kind: 'refused', reason, address: 'bounce' }
  if (PERMANENT.test(code)) return { kind: 'refused', reason }
  if (NEEDS_THE_MERCHANT.test(code)) return { kind: 'parked', reason }
  return { kind: 'retry', reason, answered: reason !== 'send_failed' }
}
