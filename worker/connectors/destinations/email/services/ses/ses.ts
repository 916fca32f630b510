/** Amazon SES v2. It takes no idempotency key: when a mail was accepted but not recorded, it is sent again. */
import * as v from 'valibot'
import { smtpForm } from '../../../../../../shared/email.ts'
import { Word } from '../../../../../lenient.ts'
import { jsonOf } from '../../../../answer.ts'
import { missing } from '../../../../contract.ts'
import { type Outcome, outcomeOf } from '../../../outcome.ts'
import { defineMailService, type Mail } from '../contract.ts'
import { quotedMailbox, reasonOf, stopHeaderList } from '../mail.ts'
import { type SignedCall, signedCalls } from './api.ts'
import { faultTexts, SesOptions } from './options.ts'
import { probe } from './probe.ts'
import { readReports, verify } from './reports.ts'

export const ses = defineMailService({
  via: 'ses',
  options: SesOptions,
  secrets: ['secretAccessKey', 'webhookSecret'],
  account: ['region', 'accessKeyId'],
  faults: (options) => missing(options, 'secretAccessKey'),
  faultTexts,
  open(options, env) {
    const call = signedCalls(options)
    return {
      send: (mail) => send(options, call, mail),
      probe: (from) => probe(call, options, from),
      verify: (hook) => verify(options, env, hook),
      readReports,
    }
  },
})

async function send(
  { configurationSet }: SesOptions,
  call: SignedCall,
  mail: Mail,
): Promise<Outcome> {
  const { to, from, replyTo, subject, html, text } = mail
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
  const answer = await call('POST', '/v2/email/outbound-emails', {
    FromEmailAddress: asciiMailbox(from),
    Destination: { ToAddresses: [smtpForm(to)] },
    ...(replyTo && { ReplyToAddresses: [replyTo] }),
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Text: utf8(text), Html: utf8(html) },
        Headers: stopHeaderList(mail),
      },
    },
    ...(configurationSet && { ConfigurationSetName: configurationSet }),
    ConfigurationOverrides: UNTRACKED,
  })
  const type = answer.answered ? answer.headers.get('x-amzn-errortype') : null
  return outcomeOf(answer, (status, body) => outcomeOfStatus(status, body, type))
}

/** No tracking of opens or clicks, even if the account or the configuration set has it. */
const UNTRACKED = {
  Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' },
}

/** Encoded words hold at most 75 characters (RFC 2047, 2), so 45 bytes each as base64. */
const WORD_BYTES = 45

/** SES takes ASCII only: other names are written as encoded words. */
function asciiMailbox({ name, email }: Mail['from']): string {
  if (/^[\x20-\x7e]*$/.test(name)) return quotedMailbox({ name, email })
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

/** The type of an error: `MessageRejected`, of `MessageRejected:http://…` or `…#MessageRejected`. */
const typeIn = (name: string | null | undefined): string | undefined =>
  name?.split(':')[0]?.split('#').at(-1)?.trim() || undefined

const Sent = v.object({ MessageId: Word })
const Failed = v.object({ message: Word, Message: Word, __type: Word })

const NEEDS_THE_MERCHANT =
  /^(MailFromDomainNotVerified|SendingPaused|AccountSuspended|NotFound)(Exception)?$/
const PASSES = /^(LimitExceeded|TooManyRequests|Throttling)(Exception)?$/

function outcomeOfStatus(status: number, body: string, header: string | null): Outcome {
  if (status >= 200 && status < 300) {
    const id = jsonOf(Sent, body)?.MessageId
    return { kind: 'accepted', ...(id && { id }) }
  }
  const failed = jsonOf(Failed, body)
  // A proxy may have dropped the header; the body names the type as well (AWS, "restJson1").
  const { __type: named } = failed ?? {}
  const type = typeIn(header) ?? typeIn(named)
  const reason = reasonOf(status, type)
  if (type && PASSES.test(type)) return { kind: 'retry', reason, answered: true }
  const unverified =
    type === 'MessageRejected' && /not verified/.test(failed?.message ?? failed?.Message ?? '')
  // 403: a wrong signature, a wrong key, or a key without the permission.
  if (status === 403 || unverified || (type && NEEDS_THE_MERCHANT.test(type))) {
    return { kind: 'parked', reason }
  }
  return { kind: 'refused', reason }
}
