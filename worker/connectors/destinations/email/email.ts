/**
 * The shop's own list, notified by e-mail: what a mail says and where its links lead. A mail service
 * sends it. A mail is the same at every attempt, down to the expiry of its links, so that a service
 * with idempotency keys recognises it.
 */
import { expectedDay } from '../../../../shared/expected.ts'
import { isOwn } from '../../../link/own.ts'
import { type Campaign, withParameters } from '../../../link/settings.ts'
import { linkFor } from '../../../link/token.ts'
import { renderAcknowledgement } from '../../../message/acknowledgement.tsx'
import { renderAlert, renderReminder } from '../../../message/alert.tsx'
import { renderClosed } from '../../../message/closed.tsx'
import { renderDigest } from '../../../message/digest.tsx'
import { renderConfirmation } from '../../../message/confirmation.tsx'
import { renderList, renderMove } from '../../../message/list.tsx'
import { lookOf } from '../../../message/look.ts'
import { renderNotice } from '../../../message/notice.tsx'
import { ownMail } from '../../../message/texts.ts'
import type { Product } from '../../../../shared/product.ts'
import { type Faults, faultTextsOf, type FieldOf, type Granted } from '../../contract.ts'
import type { Call } from '../call.ts'
import { defineDestination } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { EmailOptions } from './options.ts'
import type { MailSchema, MailService } from './services/contract.ts'
import { MAIL_SERVICES } from './services/list.ts'
import { domainOf } from './services/mail.ts'

const NOTHING_TO_SEND: Outcome = { kind: 'refused', reason: 'nothing_to_send' }

function serviceOf({ via }: EmailOptions): MailService<MailSchema, string> {
  const services: readonly MailService<MailSchema, string>[] = MAIL_SERVICES
  const found = services.find((one) => one.via === via)
  if (!found) throw new Error('a shop names a mail service that this Worker does not have')
  return found
}

// Each list has its own literal types. This type is common to all.
const accountOf = ({ account = [] }: { account?: readonly FieldOf<typeof EmailOptions>[] }) =>
  account

/**
 * Whether the shop may send from the address in `from`. With credentials of the shop, the service
 * decides.
 */
const maySend = (options: EmailOptions, { senderDomains }: Granted): boolean =>
  !serviceOf(options).shared || senderDomains.includes(domainOf(options.from ?? ''))

export const email = defineDestination({
  type: 'email',
  options: EmailOptions,
  secrets: [...new Set(MAIL_SERVICES.flatMap(({ secrets }) => secrets))],
  addresses: ['baseUrl'],
  account: [...new Set(MAIL_SERVICES.flatMap(accountOf))],
  faults: (options, _settings, granted) => [
    ...(serviceOf(options).faults?.(options) ?? []),
    ...(options.from && !maySend(options, granted)
      ? ([['/from', 'sender_not_listed']] satisfies Faults)
      : []),
  ],
  faultTexts: {
    ...faultTextsOf(MAIL_SERVICES),
    sender_not_listed:
      'Ask the owner of this Worker to list the domain for your shop (PUT /v1/admin/shops/:id/sender-domains), or leave from out: mails then come from the Worker’s address, with the name and replyTo of sender.',
  },
  can: () => ['notify', 'remind', 'confirm', 'acknowledge', 'list', 'move', 'close', 'notice'],
  tells: () => ['email'],
  sends: true,
  joins: true,
  sender(options, { env, shop }) {
    const { signing, shared } = serviceOf(options)
    const own = options.from !== undefined && maySend(options, shop)
    return {
      ...signing,
      ...(options.dkimSelectors && { dkim: options.dkimSelectors }),
      domain: domainOf(own && options.from ? options.from : env.MAIL_FROM),
      // The Worker's own domain is its owner's to warm up.
      ramps: options.ramp !== false && !(shared && !own),
    }
  },
  create(options, { env, shop }) {
    const mailer = serviceOf(options).open(options, env)
    // The owner may have removed the domain from the list since.
    const from = (maySend(options, shop) && options.from) || env.MAIL_FROM
    const look = lookOf(shop.settings)
    const recipient = ({ contactId, locale }: Call) => ({
      contactId,
      locale: locale ?? shop.settings.defaultLocale,
    })

    const targetOf = ({ url }: Product, sku: string, kind: Campaign['kind']) =>
      withParameters(url, shop.settings, { sku, kind, channel: 'email' })

    // The redirect refuses other origins: then the link leads there directly, uncounted.
    const countedLink = async (
      call: Call,
      counted: { about: string; message: string },
      url: string,
    ): Promise<string> =>
      isOwn(url, shop.settings.origins)
        ? linkFor(env, shop, 'click', { ...recipient(call), ...counted, url }, call.at)
        : url

    const linkTo = (
      kind: Campaign['kind'],
      call: Call,
      { sku, key: message, product }: { sku: string; key: string; product: Product },
    ) => countedLink(call, { about: sku, message }, targetOf(product, sku, kind))

    const send = (
      key: string,
      to: string,
      unsubscribe: string,
      mail: { subject: string; html: string; text: string },
    ): Promise<Outcome> =>
      mailer.send({
        key,
        to,
        from: { email: from, name: shop.settings.sender?.name ?? shop.settings.name },
        replyTo: shop.settings.sender?.replyTo,
        ...mail,
        unsubscribe,
      })

    return {
      async notify(call) {
        const { to, product, sku: about, key, at, othersWaiting, also, data, mayFollow } = call
        if (!to.email || !product) return NOTHING_TO_SEND
        const person = recipient(call)
        const kind = also ? 'digest' : 'alert'
        const [unsubscribe, manage, link] = await Promise.all([
          linkFor(env, shop, 'unsubscribe', { ...person, ...(!also && { about }) }, at),
          linkFor(env, shop, 'manage', person, at),
          linkTo(kind, call, { sku: about, key, product }),
        ])
        const base = { shop: shop.settings.name, locale: person.locale, look, unsubscribe, manage }
        const own = ownMail(shop.settings.messages, kind, person.locale)
        if (!also) {
          // As of the restock: the mail is the same at every attempt.
          const expected = expectedDay(product.restockAt, at)
          const alert = { ...base, own, data, expected, product, othersWaiting, link, mayFollow }
          return send(key, to.email, unsubscribe, renderAlert(alert))
        }
        const others = also.products.map(async (one) => ({
          product: one.product,
          link: await linkTo(kind, call, one),
        }))
        const items = [{ product, link }, ...(await Promise.all(others))]
        const mail = renderDigest({ ...base, own, items, mayFollow })
        return send(also.key, to.email, unsubscribe, mail)
      },

      async remind(call) {
        const { to, product, sku: about, key, at, data } = call
        if (!to.email || !product) return NOTHING_TO_SEND
        const person = recipient(call)
        const [unsubscribe, manage, noLonger, link] = await Promise.all([
          linkFor(env, shop, 'unsubscribe', { ...person, about }, at),
          linkFor(env, shop, 'manage', person, at),
          linkFor(env, shop, 'noLonger', { ...person, about }, at),
          linkTo('reminder', call, { sku: about, key, product }),
        ])
        const mail = renderReminder({
          shop: shop.settings.name,
          locale: person.locale,
          look,
          own: ownMail(shop.settings.messages, 'reminder', person.locale),
          data,
          expected: expectedDay(product.restockAt, at),
          product,
          link,
          noLonger,
          unsubscribe,
          manage,
        })
        return send(key, to.email, unsubscribe, mail)
      },

      async confirm(call) {
        const { to, ask, sku, key, at } = call
        if (!to.email || !ask) return NOTHING_TO_SEND
        const person = recipient(call)
        const { about, items, more } = ask
        const [confirm, unsubscribe] = await Promise.all([
          linkFor(env, shop, 'confirm', { ...person, about }, at),
          linkFor(env, shop, 'unsubscribe', { ...person, ...(sku && { about: sku }) }, at),
        ])
        const mail = renderConfirmation({
          shop: shop.settings.name,
          locale: person.locale,
          items,
          more,
          confirm,
          unsubscribe,
        })
        return send(key, to.email, unsubscribe, mail)
      },

      async acknowledge(call) {
        const { to, wanted, sku, key, at } = call
        if (!to.email || !wanted) return NOTHING_TO_SEND
        const person = recipient(call)
        const [manage, unsubscribe] = await Promise.all([
          linkFor(env, shop, 'manage', person, at),
          linkFor(env, shop, 'unsubscribe', { ...person, ...(sku && { about: sku }) }, at),
        ])
        const mail = renderAcknowledgement({
          shop: shop.settings.name,
          locale: person.locale,
          ...wanted,
          manage,
          unsubscribe,
        })
        return send(key, to.email, unsubscribe, mail)
      },

      async list(call) {
        const { to, key, at } = call
        if (!to.email) return NOTHING_TO_SEND
        const person = recipient(call)
        const [manage, unsubscribe] = await Promise.all([
          linkFor(env, shop, 'manage', person, at),
          linkFor(env, shop, 'unsubscribe', person, at),
        ])
        const { name } = shop.settings
        const mail = renderList({ shop: name, locale: person.locale, manage, unsubscribe, look })
        return send(key, to.email, unsubscribe, mail)
      },

      async move(call) {
        const { to, key, at, move } = call
        if (!to.email || !move) return NOTHING_TO_SEND
        const person = recipient(call)
        const { from: about, sealed } = move
        const [link, unsubscribe] = await Promise.all([
          linkFor(env, shop, 'move', { ...person, about, sealed }, at),
          linkFor(env, shop, 'unsubscribe', person, at),
        ])
        const { name } = shop.settings
        const mail = renderMove({ shop: name, locale: person.locale, link, unsubscribe })
        return send(key, to.email, unsubscribe, mail)
      },

      async close(call) {
        const { to, product, alternative, sku: about, key, at, data } = call
        if (!to.email || !product) return NOTHING_TO_SEND
        const person = recipient(call)
        const [unsubscribe, manage] = await Promise.all([
          linkFor(env, shop, 'unsubscribe', { ...person, about }, at),
          linkFor(env, shop, 'manage', person, at),
        ])
        const mail = renderClosed({
          shop: shop.settings.name,
          locale: person.locale,
          product,
          own: ownMail(shop.settings.messages, 'closed', person.locale),
          data,
          ...(alternative && {
            alternative: {
              product: alternative.product,
              // It counts for the product that the person asked for.
              link: await countedLink(
                call,
                { about, message: key },
                targetOf(alternative.product, alternative.sku, 'closed'),
              ),
            },
          }),
          unsubscribe,
          manage,
          look,
        })
        return send(key, to.email, unsubscribe, mail)
      },

      async notice({ to, notice, contactId, key, at }) {
        if (!to.email || !notice) return NOTHING_TO_SEND
        const member = { contactId, locale: 'en', about: notice.kind }
        const link = await linkFor(env, shop, 'team', member, at)
        return send(key, to.email, link, renderNotice({ shop: shop.settings.name, notice, link }))
      },

      sample: ({ key, to, unsubscribe, ...mail }) => send(key, to, unsubscribe, mail),
      probe: () => mailer.probe(from),
      ...(mailer.verify && { verify: mailer.verify }),
      ...(mailer.readReports && { readReports: mailer.readReports }),
    }
  },
})
