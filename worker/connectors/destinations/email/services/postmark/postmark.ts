/**
 * Postmark. It takes no idempotency key: when a mail was accepted but not recorded, it is sent
 * again.
 */
import * as v from 'valibot'
import { smtpForm } from '../../../../../../shared/email.ts'
import { Amount, Word } from '../../../../../lenient.ts'
import { jsonOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import { missing } from '../../../../contract.ts'
import { type Outcome, outcomeOf } from '../../../outcome.ts'
import { defineMailService, type Mail } from '../contract.ts'
import { mailbox, stopHeaderList } from '../mail.ts'
import { PostmarkOptions } from './options.ts'
import { probe } from './probe.ts'
import { readReports, verify } from './reports.ts'

export const postmark = defineMailService({
  via: 'postmark',
  options: PostmarkOptions,
  secrets: ['serverToken', 'webhookSecret'],
  faults: (options) => missing(options, 'serverToken'),
  open: (options) => ({
    send: (mail) => send(options, mail),
    probe: (from) => probe(options, from),
    verify: (hook) => verify(options, hook),
    readReports,
  }),
})

async function send(
  { baseUrl, serverToken = '', messageStream }: PostmarkOptions,
  mail: Mail,
): Promise<Outcome> {
  const { to, from, replyTo, subject, html, text } = mail
  const answer = await callUpstream(`${baseUrl}/email`, {
    headers: { 'X-Postmark-Server-Token': serverToken, Accept: 'application/json' },
    json: {
      From: mailbox(from),
      To: smtpForm(to),
      Subject: subject,
      HtmlBody: html,
      TextBody: text,
      ReplyTo: replyTo,
      MessageStream: messageStream,
      Headers: stopHeaderList(mail),
      // Shelfbell tracks no opens. If the server is set to track them, it does so all the same: see
      // probe.ts.
      TrackOpens: false,
      TrackLinks: 'None',
    },
  })
  return outcomeOf(answer, outcomeOfStatus)
}

const Answered = v.object({ ErrorCode: Amount, Message: Word, MessageID: Word })

// Bad token; sender missing or not confirmed; not allowed to send; account pending or closed.
const NEEDS_THE_MERCHANT = new Set([10, 400, 401, 405, 412, 413])
const INACTIVE_RECIPIENT = 406
const INVALID_REQUEST = 300

function outcomeOfStatus(status: number, body: string): Outcome {
  const answer = jsonOf(Answered, body)
  const code = answer?.ErrorCode
  if (status >= 200 && status < 300 && !code) {
    return { kind: 'accepted', ...(answer?.MessageID && { id: answer.MessageID }) }
  }
  const reason = code ? `postmark_${code}` : `http_${status}`
  if (code === INACTIVE_RECIPIENT) return { kind: 'refused', reason, address: 'bounce' }
  const sender = code === INVALID_REQUEST && /'From'/.test(answer?.Message ?? '')
  if (status === 401 || sender || (code && NEEDS_THE_MERCHANT.has(code))) {
    return { kind: 'parked', reason }
  }
  return { kind: 'refused', reason }
}
