/**
 * Bounces and complaints of SES, which arrive through an SNS topic. Two proofs are needed. The
 * signature proves that SNS sent the message. Anybody can have a topic, so the secret in the
 * address that the topic calls proves that it is the shop's topic.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import { jsonOf, statusOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import { ListOrOne, needed, orNothing, Word } from '../../../../../lenient.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReports } from '../../../contract.ts'
import { type Meaning, type Read, readEvents, reportOf } from '../events.ts'
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

const Event = v.object({
  eventType: Word,
  notificationType: Word,
  bounce: orNothing(
    v.object({
      bounceType: needed(Word),
      bounceSubType: Word,
      bouncedRecipients: v.optional(v.unknown()),
    }),
  ),
  complaint: orNothing(
    v.looseObject({
      complainedRecipients: v.optional(v.unknown()),
      complaintFeedbackType: Word,
    }),
  ),
})
type Event = v.InferOutput<typeof Event>

/**
 * SES, "Complaint object", and RFC 5965, 7.3: feedback that is no complaint of the recipient. A check
 * of the sender failed (`auth-failure`), the person took the mail out of the spam folder (`not-spam`),
 * a scanner found something (`virus`). `abuse`, `fraud`, `other` and no type are complaints.
 */
const NO_COMPLAINT = new Set(['auth-failure', 'not-spam', 'virus'])

/**
 * SES, "Bounce types". `Permanent` is the only type that is about the address, whatever its subtype:
 * `General`, `NoEmail`, `Suppressed`, `OnAccountSuppressionList`. One subtype is the person's own wish.
 * `Transient` (`MailboxFull`, `MessageTooLarge`, `ContentRejected` and others) and `Undetermined` pass.
 */
function meaningOfBounce({ bounceType, bounceSubType }: NonNullable<Event['bounce']>): Meaning {
  if (bounceType.toLowerCase() !== 'permanent') return 'nothing'
  return bounceSubType?.toLowerCase() === 'unsubscribedrecipient' ? 'stop' : 'bounce'
}

/** Reads one event. Each recipient of it is read alone. */
export const readReports = ({ body }: Hook): AddressReports | undefined =>
  readEvents(jsonOf(SnsMessage, body)?.Message ?? '', (one) => {
    const event = v.safeParse(Event, one)
    return event.success ? readEvent(event.output) : 'unreadable'
  })

function readEvent({ eventType, notificationType, bounce, complaint }: Event): Read | Read[] {
  const kind = eventType ?? notificationType ?? (bounce ? 'bounce' : complaint && 'complaint')
  switch (kind?.toLowerCase()) {
    case undefined:
      return 'unreadable'
    case 'bounce':
      return bounce ? reportsAbout(bounce.bouncedRecipients, meaningOfBounce(bounce)) : 'unreadable'
    case 'complaint': {
      if (!complaint) return 'unreadable'
      const none = NO_COMPLAINT.has(complaint.complaintFeedbackType?.toLowerCase() ?? '')
      return reportsAbout(complaint.complainedRecipients, none ? 'nothing' : 'complaint')
    }
    default:
      return 'nothing'
  }
}

const Recipient = v.looseObject({ emailAddress: v.optional(v.unknown()) })

function reportsAbout(recipients: unknown, meaning: Meaning): Read | Read[] {
  if (meaning === 'nothing') return 'nothing'
  const some = v
    .parse(ListOrOne, recipients)
    .map((one) => reportOf(v.is(Recipient, one) ? one.emailAddress : one, meaning))
  return some.length > 0 ? some : 'unreadable'
}
