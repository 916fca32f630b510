/**
 * The shop's own list, told by e-mail through Cloudflare's `send_email` binding. The binding takes
 * no idempotency key: a message accepted but not recorded is sent again.
 */
import { renderAlert } from '../notification/alert.tsx'
import { unsubscribeLink } from '../subscription/link.ts'
import type { Connector, Outcome } from './connector.ts'

export const email: Connector<'email'> = {
  type: 'email',
  can: ['notify'],
  secrets: [],
  create: (options, { env, shop }) => ({
    async notify(call) {
      if (!call.email || !call.product) return { kind: 'refused', reason: 'nothing_to_send' }
      const locale = call.locale ?? shop.settings.defaultLocale
      const unsubscribe = await unsubscribeLink(
        env,
        { shopId: shop.id, contactId: call.contactId, locale },
        Date.now(),
      )
      const alert = renderAlert({
        shop: shop.settings.name,
        locale,
        product: call.product,
        unsubscribe,
      })
      try {
        const { messageId } = await env.EMAIL.send({
          to: call.email,
          from: { email: options.from ?? env.MAIL_FROM, name: shop.settings.name },
          ...(options.replyTo && { replyTo: options.replyTo }),
          ...alert,
          headers: {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        })
        return { kind: 'accepted', id: messageId }
      } catch (error) {
        return outcomeOf(error)
      }
    },
  }),
}

// Cloudflare, "Send emails from Workers": codes on the error that send() throws.
const PERMANENT =
  /^E_(VALIDATION_ERROR|FIELD_MISSING|TOO_MANY_RECIPIENTS|RECIPIENT_NOT_ALLOWED|RECIPIENT_SUPPRESSED|CONTENT_TOO_LARGE|HEADER_\w+)$/
const NEEDS_THE_MERCHANT = /^E_SENDER_(NOT_VERIFIED|DOMAIN_NOT_AVAILABLE)$/

/** What an error of the binding means; one without a code may pass by itself. */
export function outcomeOf(error: unknown): Outcome {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const reason = /^E_[A-Z_]{1,40}$/.test(code) ? code.toLowerCase() : 'send_failed'
  if (PERMANENT.test(code)) return { kind: 'refused', reason }
  if (NEEDS_THE_MERCHANT.test(code)) return { kind: 'parked', reason }
  return { kind: 'retry', reason }
}
