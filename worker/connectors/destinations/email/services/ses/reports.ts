/**
 * Bounces and complaints of SES, which arrive through an SNS topic. To check the signature of SNS,
 * a certificate of each region would have to be fetched and parsed, and it would prove only that SNS
 * sent it, not whose topic it was. So the address that the topic calls holds a secret instead.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import { jsonOf, statusOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReport } from '../../../contract.ts'
import { reportOf } from '../mail.ts'
import type { SesOptions } from './options.ts'

const Notice = v.object({
  Type: v.string(),
  Message: v.optional(v.string()),
  SubscribeURL: v.optional(v.string()),
})

const OF_SNS = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//

/** Answers the topic's greeting by following its link, when that leads to SNS. */
export async function verify(
  { webhookSecret: secret }: SesOptions,
  { body, query }: Hook,
): Promise<Verification> {
  const given = query.get('secret')
  if (!secret || !given || !(await timingSafeEqual(given, secret))) return 'bad'
  const notice = jsonOf(Notice, body)
  if (notice?.Type !== 'SubscriptionConfirmation') return 'good'
  const { SubscribeURL: link = '' } = notice
  if (!OF_SNS.test(link)) return 'bad'
  // SNS greets again when it gets no good answer.
  return statusOf(await callUpstream(link)) === 200 ? 'ping' : 'bad'
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

/** Reads one event, also of a topic without raw delivery. */
export function readReports({ body }: Hook): AddressReport[] | undefined {
  // The event is wrapped in a notice, unless the topic is set to raw delivery.
  const event = jsonOf(Event, jsonOf(Notice, body)?.Message ?? body)
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
