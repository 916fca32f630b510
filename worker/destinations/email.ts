/**
 * The shop's own list, told by e-mail through Cloudflare's `send_email` binding. The binding takes
 * no idempotency key: a message accepted but not recorded is sent again.
 */
import { isOwn } from '../click/rules.ts'
import { renderAlert } from '../notification/alert.tsx'
import { renderConfirmation } from '../notification/confirmation.tsx'
import { linkFor } from '../subscription/link.ts'
import type { Call, Connector, Outcome } from './connector.ts'

export const email: Connector<'email'> = {
  type: 'email',
  can: () => ['notify', 'confirm'],
  tells: () => ['email'],
  secrets: [],
  addresses: [],
  create: (options, { env, shop }) => {
    const recipient = ({ contactId, locale }: Call) => ({
      shopId: shop.id,
      contactId,
      locale: locale ?? shop.settings.defaultLocale,
    })

    async function send(
      to: string,
      unsubscribe: string,
      mail: { subject: string; html: string; text: string },
    ): Promise<Outcome> {
      try {
        const { messageId } = await env.EMAIL.send({
          to,
          from: { email: options.from ?? env.MAIL_FROM, name: shop.settings.name },
          ...(options.replyTo && { replyTo: options.replyTo }),
          ...mail,
          headers: {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        })
        return { kind: 'accepted', id: messageId }
      } catch (error) {
        return outcomeOf(error)
      }
    }

    return {
      async notify(call) {
        if (!call.email || !call.product) return { kind: 'refused', reason: 'nothing_to_send' }
        const person = recipient(call)
        const { product, sku: about, key: message } = call
        const { url } = product
        const now = Date.now()
        const [unsubscribe, manage, link] = await Promise.all([
          linkFor(env, 'unsubscribe', { ...person, about }, now),
          linkFor(env, 'manage', person, now),
          // An address that the redirect would refuse is better not counted than not reached.
          isOwn(url, shop.settings.origins)
            ? linkFor(env, 'click', { ...person, about, message, url }, now)
            : url,
        ])
        const alert = { shop: shop.settings.name, locale: person.locale, product }
        return send(call.email, unsubscribe, renderAlert({ ...alert, link, unsubscribe, manage }))
      },

      async confirm(call) {
        if (!call.email) return { kind: 'refused', reason: 'nothing_to_send' }
        const person = recipient(call)
        const about = call.subscriptionId
        const [confirm, unsubscribe] = await Promise.all([
          linkFor(env, 'confirm', { ...person, about }, Date.now()),
          linkFor(env, 'unsubscribe', { ...person, about: call.sku }, Date.now()),
        ])
        const mail = renderConfirmation({
          shop: shop.settings.name,
          locale: person.locale,
          title: call.product?.title,
          confirm,
          unsubscribe,
        })
        return send(call.email, unsubscribe, mail)
      },
    }
  },
}

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
