/**
 * Resend. The key of the call is sent as Idempotency-Key, which Resend keeps for 24 hours: a mail
 * that was accepted but not recorded is not sent twice.
 */
import * as v from 'valibot'
import { smtpForm } from '../../../../../../shared/email.ts'
import { Word } from '../../../../../lenient.ts'
import { jsonOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import { missing } from '../../../../contract.ts'
import { type Outcome, outcomeOf } from '../../../outcome.ts'
import { defineMailService, type Mail } from '../contract.ts'
import { mailbox, reasonOf, stopHeaders } from '../mail.ts'
import { errorName } from './error.ts'
import { ResendOptions } from './options.ts'
import { probe } from './probe.ts'
import { readReports, verify } from './reports.ts'

export const resend = defineMailService({
  via: 'resend',
  options: ResendOptions,
  secrets: ['apiKey', 'webhookSecret'],
  // Resend's template for Domain Connect; `send` is the default of the return path.
  signing: { dkim: ['resend'], returnPath: { below: 'send', include: 'amazonses.com' } },
  faults: (options) => missing(options, 'apiKey'),
  open: (options) => ({
    send: (mail) => send(options, mail),
    probe: (from) => probe(options, from),
    verify: (hook) => verify(options, hook),
    readReports,
  }),
})

async function send({ baseUrl, apiKey = '' }: ResendOptions, mail: Mail): Promise<Outcome> {
  const { key, to, from, replyTo, subject, html, text } = mail
  const answer = await callUpstream(`${baseUrl}/emails`, {
    headers: { Authorization: `Bearer ${apiKey}`, 'Idempotency-Key': key },
    json: {
      from: mailbox(from),
      to: [smtpForm(to)],
      subject,
      html,
      text,
      reply_to: replyTo,
      headers: stopHeaders(mail),
    },
  })
  const name = answer.answered ? errorName(answer.body) : undefined
  // The quota may last a day or a month: retrying soon would not help.
  if (name && /^(daily|monthly)_quota_exceeded$/.test(name)) return { kind: 'parked', reason: name }
  return outcomeOf(answer, outcomeOfStatus)
}

const Sent = v.object({ id: Word })

function outcomeOfStatus(status: number, body: string): Outcome {
  const name = errorName(body)
  if (status >= 200 && status < 300) {
    const id = jsonOf(Sent, body)?.id
    // A good status with the body of an error. Retrying with the same key is safe.
    if (!id && name) return { kind: 'retry', reason: 'answer_unreadable', answered: true }
    return { kind: 'accepted', ...(id && { id }) }
  }
  const reason = reasonOf(status, name)
  if (name === 'concurrent_idempotent_requests') return { kind: 'retry', reason, answered: true }
  // A wrong key, or a domain that is not verified.
  if (status === 401 || status === 403) return { kind: 'parked', reason }
  // This includes invalid_idempotent_request: the key was used for another mail, so somebody has to
  // find out whether the person was notified.
  return { kind: 'refused', reason }
}
