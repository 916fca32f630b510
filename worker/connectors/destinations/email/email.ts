/**
 * The shop's own list, told by e-mail: what a mail says and where its links lead. Which service
 * sends it stands in worker/mail/. A mail is the same at every attempt, down to the expiry of its
 * links, so that a service that takes an idempotency key knows it again.
 */
import { isOwn } from '../../../link/own.ts'
import { openMailer } from './services/open.ts'
import { renderAlert } from '../../../message/alert.tsx'
import { renderConfirmation } from '../../../message/confirmation.tsx'
import { linkFor } from '../../../link/token.ts'
import type { Call, Connector } from '../contract.ts'
import type { Outcome } from '../outcome.ts'

export const email: Connector<'email'> = {
  type: 'email',
  can: () => ['notify', 'confirm'],
  tells: () => ['email'],
  secrets: ['apiKey', 'serverToken', 'secretAccessKey', 'webhookSecret'],
  addresses: ['baseUrl'],
  faults: (options) => {
    switch (options.via) {
      case 'cloudflare':
        return []
      case 'resend':
      case 'sendgrid':
        return options.apiKey ? [] : [['/apiKey', 'missing']]
      case 'postmark':
        return options.serverToken ? [] : [['/serverToken', 'missing']]
      case 'ses':
        return options.secretAccessKey ? [] : [['/secretAccessKey', 'missing']]
    }
  },
  create: (options, { env, shop }) => {
    const mailer = openMailer(options, env)
    const from = options.from ?? env.MAIL_FROM
    const recipient = ({ contactId, locale }: Call) => ({
      shopId: shop.id,
      contactId,
      locale: locale ?? shop.settings.defaultLocale,
    })

    const send = (
      { key }: Call,
      to: string,
      unsubscribe: string,
      mail: { subject: string; html: string; text: string },
    ): Promise<Outcome> =>
      mailer.send({
        key,
        to,
        from: { email: from, name: shop.settings.name },
        replyTo: options.replyTo,
        ...mail,
        unsubscribe,
      })

    return {
      async notify(call) {
        if (!call.email || !call.product) return { kind: 'refused', reason: 'nothing_to_send' }
        const person = recipient(call)
        const { product, sku: about, key: message, at } = call
        const { url } = product
        const [unsubscribe, manage, link] = await Promise.all([
          linkFor(env, 'unsubscribe', { ...person, about }, at),
          linkFor(env, 'manage', person, at),
          // An address that the redirect would refuse is better not counted than not reached.
          isOwn(url, shop.settings.origins)
            ? linkFor(env, 'click', { ...person, about, message, url }, at)
            : url,
        ])
        const alert = { shop: shop.settings.name, locale: person.locale, product }
        const mail = renderAlert({ ...alert, link, unsubscribe, manage })
        return send(call, call.email, unsubscribe, mail)
      },

      async confirm(call) {
        if (!call.email) return { kind: 'refused', reason: 'nothing_to_send' }
        const person = recipient(call)
        const about = call.subscriptionId
        const [confirm, unsubscribe] = await Promise.all([
          linkFor(env, 'confirm', { ...person, about }, call.at),
          linkFor(env, 'unsubscribe', { ...person, about: call.sku }, call.at),
        ])
        const mail = renderConfirmation({
          shop: shop.settings.name,
          locale: person.locale,
          title: call.product?.title,
          confirm,
          unsubscribe,
        })
        return send(call, call.email, unsubscribe, mail)
      },

      check: () => mailer.check(from),
      ...(mailer.verify && { verify: mailer.verify }),
      ...(mailer.hear && { hear: mailer.hear }),
    }
  },
}
