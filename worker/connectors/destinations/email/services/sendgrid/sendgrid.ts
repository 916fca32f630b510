/**
 * SendGrid. It takes no idempotency key: when a mail was accepted but not recorded, it is sent
 * again.
 */
import * as v from 'valibot'
import { smtpForm } from '../../../../../../shared/email.ts'
import { each, ListOrOne, needed, Word } from '../../../../../lenient.ts'
import { jsonOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import { missing } from '../../../../contract.ts'
import { type Outcome, outcomeOf } from '../../../outcome.ts'
import { defineMailService, type Mail } from '../contract.ts'
import { stopHeaders } from '../mail.ts'
import { SendGridOptions } from './options.ts'
import { probe } from './probe.ts'
import { readReports, verify } from './reports.ts'

export const sendgrid = defineMailService({
  via: 'sendgrid',
  options: SendGridOptions,
  secrets: ['apiKey'],
  // Twilio, "Configure domain authentication": two keys that SendGrid changes in turn.
  signing: { dkim: ['s1', 's2'] },
  faults: (options) => missing(options, 'apiKey'),
  open: (options) => ({
    send: (mail) => send(options, mail),
    probe: (from) => probe(options, from),
    verify: (hook) => verify(options, hook),
    readReports,
  }),
})

async function send({ baseUrl, apiKey = '' }: SendGridOptions, mail: Mail): Promise<Outcome> {
  const { to, from, replyTo, subject, html, text } = mail
  const answer = await callUpstream(`${baseUrl}/v3/mail/send`, {
    headers: { Authorization: `Bearer ${apiKey}` },
    json: {
      personalizations: [{ to: [{ email: smtpForm(to) }] }],
      from,
      ...(replyTo && { reply_to: { email: replyTo } }),
      subject,
      // SendGrid refuses any other order.
      content: [
        { type: 'text/plain', value: text },
        { type: 'text/html', value: html },
      ],
      headers: stopHeaders(mail),
      tracking_settings: UNTRACKED,
    },
  })
  const id = answer.answered ? answer.headers.get('X-Message-Id') : null
  return outcomeOf(answer, (status, body) => outcomeOfStatus(status, body, id))
}

/** No tracking of opens or clicks. The settings of a mail override those of the account. */
const UNTRACKED = {
  click_tracking: { enable: false, enable_text: false },
  open_tracking: { enable: false },
  // It would add a second link to unsubscribe. SendGrid would not report its use to us.
  subscription_tracking: { enable: false },
  ganalytics: { enable: false },
}

const Fault = v.object({ field: needed(Word) })
const Failed = v.object({ errors: each(Fault, ListOrOne) })

function outcomeOfStatus(status: number, body: string, id: string | null): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted', ...(id && { id }) }
  // SendGrid's messages are prose; only the name of the field is stable.
  const field = jsonOf(Failed, body)?.errors[0]?.field
  const reason = field && /^[\w.]{1,60}$/.test(field) ? `invalid:${field}` : `http_${status}`
  // A wrong key, a key that may not send, or a sender that is not verified.
  if (status === 401 || status === 403) return { kind: 'parked', reason: `http_${status}` }
  return { kind: 'refused', reason }
}
