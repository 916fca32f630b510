/**
 * Cloudflare's `send_email` binding. It takes no idempotency key: a mail accepted but not recorded
 * is sent again. It has no webhook; an address that bounced before is refused at the next send.
 */
import type { Outcome } from '../../outcome.ts'
import { type Mailer, stopHeaders } from './mailer.ts'

export const openCloudflare = (env: Env): Mailer => ({
  async send(mail) {
    const { to, from, replyTo, subject, html, text } = mail
    try {
      const { messageId } = await env.EMAIL.send({
        to,
        from,
        ...(replyTo && { replyTo }),
        subject,
        html,
        text,
        headers: stopHeaders(mail),
      })
      return { kind: 'accepted', id: messageId }
    } catch (error) {
      return outcomeOf(error)
    }
  },

  // The binding can be asked nothing.
  check: async (from) => [
    {
      what: 'binding',
      ok: true,
      detail: `Mails go through this Worker's own binding, from ${from}. Whether its domain is set up for sending shows with the first mail: look in Cloudflare under Email Sending.`,
    },
  ],
})

// Cloudflare, "Send emails from Workers": codes on the error that send() throws.
const PERMANENT =
  /^E_(VALIDATION_ERROR|FIELD_MISSING|TOO_MANY_RECIPIENTS|RECIPIENT_NOT_ALLOWED|RECIPIENT_SUPPRESSED|CONTENT_TOO_LARGE|HEADER_\w+)$/
const NEEDS_THE_MERCHANT = /^E_SENDER_(NOT_VERIFIED|DOMAIN_NOT_AVAILABLE)$/

/** What an error of the binding means; one without a code may pass by itself. */
export function outcomeOf(error: unknown): Outcome {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const reason = /^E_[A-Z_]{1,40}$/.test(code) ? code.toLowerCase() : 'send_failed'
  if (code === 'E_RECIPIENT_SUPPRESSED') return { kind: 'refused', reason, address: 'bounce' }
  if (PERMANENT.test(code)) return { kind: 'refused', reason }
  if (NEEDS_THE_MERCHANT.test(code)) return { kind: 'parked', reason }
  return { kind: 'retry', reason, answered: reason !== 'send_failed' }
}
