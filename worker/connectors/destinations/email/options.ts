/**
 * Options of the e-mail destination: the shop's own list, told by e-mail. `via` says through which
 * service; each service has its own options and takes none of another's.
 */
import * as v from 'valibot'
import { Email } from '../../../../shared/email.ts'
import { line, objectFault } from '../../../../shared/text.ts'
import { baseUrl, common, rate } from '../options.ts'

const shared = {
  type: v.literal('email'),
  ...common('email'),
  replyTo: v.optional(Email),
}

/** A secret as it is given, or masked as it was read back. */
const secret = v.optional(line(200))

/** What a service proves itself with when it tells of bounces and complaints. */
const hookSecret = v.optional(
  v.pipe(
    line(200),
    v.check((text) => text.startsWith('••••') || text.length >= 16, 'secret_short'),
  ),
)

/** Cloudflare's `send_email` binding of the Worker. */
const Cloudflare = v.strictObject(
  {
    ...shared,
    via: v.optional(v.literal('cloudflare'), 'cloudflare'),
    /** The sender; its domain must be set up for sending. Default: the Worker's MAIL_FROM. */
    from: v.optional(Email),
    rate: rate({}),
  },
  objectFault,
)

const Resend = v.strictObject(
  {
    ...shared,
    via: v.literal('resend'),
    from: Email,
    /** `re_…`, with permission to send. */
    apiKey: secret,
    /** `whsec_…`, the signing secret of the webhook. */
    webhookSecret: v.optional(
      v.pipe(
        line(200),
        v.check((text) => /^••••|^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(text), 'secret_invalid'),
      ),
    ),
    /** Resend's documented limit of a team. */
    rate: rate({ perSecond: 5 }),
    baseUrl: baseUrl('https://api.resend.com'),
  },
  objectFault,
)

const Postmark = v.strictObject(
  {
    ...shared,
    via: v.literal('postmark'),
    from: Email,
    serverToken: secret,
    /** The message stream: whether an alert is transactional is the shop's to judge. */
    messageStream: v.optional(line(100), 'outbound'),
    /** The password of the webhook's basic authentication, or its header X-Webhook-Secret. */
    webhookSecret: hookSecret,
    rate: rate({}),
    baseUrl: baseUrl('https://api.postmarkapp.com'),
  },
  objectFault,
)

const SendGrid = v.strictObject(
  {
    ...shared,
    via: v.literal('sendgrid'),
    from: Email,
    /** `SG.…`, with permission to send. */
    apiKey: secret,
    /** The public key of the signed event webhook, as SendGrid shows it: base64. */
    webhookKey: v.optional(line(400)),
    rate: rate({}),
    /** For subusers in the EU: https://api.eu.sendgrid.com. */
    baseUrl: baseUrl('https://api.sendgrid.com'),
  },
  objectFault,
)

const Ses = v.strictObject(
  {
    ...shared,
    via: v.literal('ses'),
    from: Email,
    region: v.pipe(
      line(30),
      v.check((text) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text), 'region_invalid'),
    ),
    accessKeyId: line(128),
    secretAccessKey: secret,
    /** With it, SES tells the topic of this set about bounces. */
    configurationSet: v.optional(line(64)),
    /** Stands as `?secret=` in the address that the SNS topic is given. */
    webhookSecret: hookSecret,
    rate: rate({}),
    /** Default: the endpoint of the region. */
    baseUrl: v.optional(v.pipe(line(300), v.url('url_invalid'))),
  },
  objectFault,
)

export const EmailOptions = v.variant(
  'via',
  [Cloudflare, Resend, Postmark, SendGrid, Ses],
  'choice_unknown',
)
export type EmailOptions = v.InferOutput<typeof EmailOptions>

/** The options of one service. */
export type EmailVia<T extends EmailOptions['via']> = Extract<EmailOptions, { via: T }>
