/**
 * Bounces and complaints of SES, which arrive through an SNS topic. The signature proves that SNS sent
 * a message, and the secret in the address that the topic calls proves whose topic it was: anybody can
 * have a topic. Both are needed.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import { jsonOf, statusOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReport } from '../../../contract.ts'
import { reportOf } from '../mail.ts'
import type { SesOptions } from './options.ts'
import { isOfSns, isSignedBySns, SnsMessage } from './sns.ts'

/** Answers the topic's greeting by following its link, which leads to SNS. */
export async function verify(
  { webhookSecret: secret }: SesOptions,
  env: Env,
  { body, query, now }: Hook,
): Promise<Verification> {
  const given = query.get('secret')
  if (!secret || !given || !(await timingSafeEqual(given, secret))) return 'bad'
  const message = jsonOf(SnsMessage, body)
  if (!message || !(await isSignedBySns(env, message, now))) return 'bad'
  if (message.Type === 'Notification') return 'good'
  // Who ended the subscription may have meant it: it is not begun again.
  if (message.Type === 'UnsubscribeConfirmation') return 'ping'
  if (!isOfSns(env, message.SubscribeURL)) return 'bad'
  // SNS greets again when it gets no good answer.
  return statusOf(await callUpstream(message.SubscribeURL)) === 200 ? 'ping' : 'bad'
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

/** Reads one event. */
export function readReports({ body }: Hook): AddressReport[] | undefined {
  const event = jsonOf(Event, jsonOf(SnsMessage, body)?.Message ?? '')
  const type = event?.eventType ?? event?.notificationType
  if (!event || !type) return undefined
  const reports = (some: { emailAddress: string }[], reason: AddressReport['reason']) =>
    some.flatMap(({ emailAddress }) => reportOf(emailAddress, reason))
  if (type === 'Bounce' && event.bounce?.bounceType === 'Permanent') {
    return reports(event.bounce.bouncedRecipients, 'bounce')
  }
  const { complaint } = event
  // `not-spam`: the person moved the mail out of the spam folder.
  if (type === 'Complaint' && complaint && complaint.complaintFeedbackType !== 'not-spam') {
    return reports(complaint.complainedRecipients, 'complaint')
  }
  return []
}
