/**
 * Amazon SES v2, signed with SigV4. It takes no idempotency key: a mail accepted but not recorded
 * is sent again. Bounces come through an SNS topic. SNS signs with a certificate that would have to
 * be fetched and parsed for every key of every region, and that proves only that it was SNS, not
 * whose topic; so the address that the topic is given holds a secret instead.
 */
import { AwsV4Signer } from 'aws4fetch'
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import type { EmailVia } from '../options.ts'
import type { Finding, Heard } from '../../contract.ts'
import type { Outcome } from '../../outcome.ts'
import { type Answer, callUpstream } from '../../../client.ts'
import { outcomeOf } from '../../outcome.ts'
import type { Hook, Verdict } from '../../../hook.ts'
import {
  heardOf,
  keyFinding,
  type Mail,
  type Mailer,
  read,
  reasonOf,
  stopHeaders,
} from './mailer.ts'

export function openSes(options: EmailVia<'ses'>): Mailer {
  const call = signed(options)
  return {
    async send(mail) {
      const { to, from, replyTo, subject, html, text } = mail
      const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
      const answer = await call('POST', '/v2/email/outbound-emails', {
        FromEmailAddress: asciiMailbox(from),
        Destination: { ToAddresses: [to] },
        ...(replyTo && { ReplyToAddresses: [replyTo] }),
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: Object.entries(stopHeaders(mail)).map(([Name, Value]) => ({ Name, Value })),
          },
        },
        ...(options.configurationSet && { ConfigurationSetName: options.configurationSet }),
      })
      const type = answer.answered ? typeOf(answer.headers) : undefined
      return outcomeOf(answer, (status, body) => verdict(status, body, type))
    },

    async check(from) {
      const account = await call('GET', '/v2/email/account')
      const found = account.answered ? read(Account, account.body) : undefined
      if (!found || !account.answered || account.status !== 200) {
        const detail =
          'SES does not take the key, or it lacks ses:GetAccount. It needs ses:SendEmail, and for this check ses:GetAccount and ses:GetEmailIdentity.'
        return [keyFinding(account.answered ? account.status : undefined, detail)]
      }
      const most = found.SendQuota?.MaxSendRate
      return [
        { what: 'key', ok: true, detail: 'SES takes the key.' },
        {
          what: 'account',
          ok: found.SendingEnabled !== false,
          detail:
            found.SendingEnabled === false
              ? 'Sending is paused for the account. SES says why in its console.'
              : `The account may send${most === undefined ? '' : `, ${most} a second: set rate.perSecond to no more`}.`,
        },
        {
          what: 'sandbox',
          ok: found.ProductionAccessEnabled !== false,
          detail:
            found.ProductionAccessEnabled === false
              ? 'The account is in the sandbox: it reaches verified addresses only. Ask for production access.'
              : 'The account is out of the sandbox.',
        },
        await identity(call, from),
      ]
    },

    verify: async (hook) => verify(hook, options.webhookSecret),
    hear,
  }
}

type SignedCall = (method: string, path: string, body?: unknown) => Promise<Answer>

function signed({ baseUrl, region, accessKeyId, secretAccessKey = '' }: EmailVia<'ses'>) {
  const base = baseUrl?.replace(/\/$/, '') ?? `https://email.${region}.amazonaws.com`
  // Deriving the day's key costs four digests; the mails of one run share it.
  const cache = new Map<string, ArrayBuffer>()
  const keys = { accessKeyId, secretAccessKey, service: 'ses', region, cache }
  const call: SignedCall = async (method, path, content) => {
    const body = content === undefined ? undefined : JSON.stringify(content)
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' }
    const signer = new AwsV4Signer({
      ...keys,
      method,
      url: base + path,
      headers: type,
      ...(body !== undefined && { body }),
    })
    const { url, headers } = await signer.sign()
    return callUpstream(url.href, {
      method,
      headers: Object.fromEntries(headers),
      ...(body !== undefined && { body }),
    })
  }
  return call
}

/** Encoded words hold at most 75 characters (RFC 2047, 2), so 45 bytes each as base64. */
const WORD_BYTES = 45

/** SES takes ASCII here: another name as encoded words, this one quoted. */
function asciiMailbox({ name, email }: Mail['from']): string {
  const ascii = /^[\x20-\x7e]*$/.test(name)
  if (ascii) return `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}" <${email}>`
  const words = ['']
  const size = (text: string) => new TextEncoder().encode(text).length
  for (const character of name) {
    const word = (words.at(-1) ?? '') + character
    if (size(word) > WORD_BYTES) words.push(character)
    else words[words.length - 1] = word
  }
  const encoded = words.map((word) => `=?UTF-8?B?${new TextEncoder().encode(word).toBase64()}?=`)
  return `${encoded.join(' ')} <${email}>`
}

/** `MessageRejected`, of `MessageRejected:http://…`. */
const typeOf = (headers: Headers): string | undefined =>
  headers.get('x-amzn-errortype')?.split(':')[0]

const Sent = v.object({ MessageId: v.string() })
const Failed = v.object({ message: v.string() })
const Account = v.object({
  SendingEnabled: v.optional(v.boolean()),
  ProductionAccessEnabled: v.optional(v.boolean()),
  SendQuota: v.optional(v.object({ MaxSendRate: v.optional(v.number()) })),
})
const Identity = v.object({ VerifiedForSendingStatus: v.boolean() })

const NEEDS_THE_MERCHANT =
  /^(MailFromDomainNotVerified|SendingPaused|AccountSuspended|NotFound)(Exception)?$/
const PASSES = /^(LimitExceeded|TooManyRequests|Throttling)(Exception)?$/

function verdict(status: number, body: string, type: string | undefined): Outcome {
  if (status >= 200 && status < 300) {
    const id = read(Sent, body)?.MessageId
    return { kind: 'accepted', ...(id && { id }) }
  }
  const reason = reasonOf(status, type)
  if (type && PASSES.test(type)) return { kind: 'retry', reason, answered: true }
  const unverified =
    type === 'MessageRejected' && /not verified/.test(read(Failed, body)?.message ?? '')
  // The signature, the key and what it may do are all answered 403.
  if (status === 403 || unverified || (type && NEEDS_THE_MERCHANT.test(type))) {
    return { kind: 'parked', reason }
  }
  return { kind: 'refused', reason }
}

/** Whether the sender's domain, or else the very address, is verified. */
async function identity(call: SignedCall, from: string): Promise<Finding> {
  const domain = from.slice(from.indexOf('@') + 1)
  for (const name of [domain, from]) {
    const answer = await call('GET', `/v2/email/identities/${encodeURIComponent(name)}`)
    const found = answer.answered ? read(Identity, answer.body) : undefined
    if (answer.answered && answer.status === 200 && found?.VerifiedForSendingStatus) {
      return { what: 'sender', ok: true, detail: `${name} is verified.` }
    }
  }
  const detail = `Neither ${domain} nor ${from} is verified in this region. Add it in SES under Identities.`
  return { what: 'sender', ok: false, detail }
}

const Notice = v.object({
  Type: v.string(),
  Message: v.optional(v.string()),
  SubscribeURL: v.optional(v.string()),
})

const OF_SNS = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//

/** Answers the topic's greeting by following its link, which has to lead to SNS. */
async function verify({ body, query }: Hook, secret: string | undefined): Promise<Verdict> {
  const given = query.get('secret')
  if (!secret || !given || !(await timingSafeEqual(given, secret))) return 'bad'
  const notice = read(Notice, body)
  if (notice?.Type !== 'SubscriptionConfirmation') return 'good'
  const { SubscribeURL: link = '' } = notice
  if (!OF_SNS.test(link)) return 'bad'
  const answer = await callUpstream(link, {})
  // SNS greets again when it was not answered well.
  return answer.answered && answer.status === 200 ? 'ping' : 'bad'
}

const Recipients = v.array(v.object({ emailAddress: v.string() }))
const Event = v.object({
  eventType: v.optional(v.string()),
  notificationType: v.optional(v.string()),
  bounce: v.optional(v.object({ bounceType: v.string(), bouncedRecipients: Recipients })),
  complaint: v.optional(
    v.object({
      complainedRecipients: Recipients,
      complaintFeedbackType: v.optional(v.nullable(v.string())),
    }),
  ),
})

function hear({ body }: Hook): Heard[] | undefined {
  // Wrapped in a notice, unless the topic was set to deliver raw.
  const event = read(Event, read(Notice, body)?.Message ?? body)
  const type = event?.eventType ?? event?.notificationType
  if (!event || !type) return undefined
  const all = (some: { emailAddress: string }[], reason: Heard['reason']) =>
    some.flatMap(({ emailAddress }) => heardOf(emailAddress, reason))
  if (type === 'Bounce' && event.bounce?.bounceType === 'Permanent') {
    return all(event.bounce.bouncedRecipients, 'bounce')
  }
  const { complaint } = event
  // `not-spam`: somebody took it out of the spam folder.
  if (type === 'Complaint' && complaint && complaint.complaintFeedbackType !== 'not-spam') {
    return all(complaint.complainedRecipients, 'complaint')
  }
  return []
}
