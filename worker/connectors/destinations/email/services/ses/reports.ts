/**
 * Bounces and complaints of SES, which arrive through an SNS topic. Two proofs are needed. The
 * signature proves that SNS sent the message. Anybody can have a topic, so the secret in the
 * address that the topic calls proves that it is the shop's topic.
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

/** Confirms the subscription to the topic by following its link, which leads to SNS. */
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
  // Somebody ended the subscription, perhaps on purpose: it stays ended.
  if (message.Type === 'UnsubscribeConfirmation') return 'ping'
  if (!isOfSns(env, message.SubscribeURL)) return 'bad'
  // SNS asks again when it gets no good answer.
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
