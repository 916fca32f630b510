/** What a person agreed to, recorded in Klaviyo. */
import type { Channel } from '../../../../shared/text.ts'
import { type Agreed, type Call, phoneOf } from '../call.ts'
import type { Planned } from '../contract.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfConsent } from './answers.ts'
import { send } from './api.ts'
import { addresses, klaviyoId } from './bodies.ts'
import type { KlaviyoOptions } from './options.ts'

const SOURCE = 'Back in stock form'
const SUBSCRIBED = { consent: 'SUBSCRIBED' } as const
const CHANNELS = ['email', 'sms', 'whatsapp'] as const satisfies readonly Channel[]

type Agreement = Partial<
  Record<
    (typeof CHANNELS)[number],
    { marketing?: typeof SUBSCRIBED; transactional?: typeof SUBSCRIBED }
  >
>

/**
 * Whether a call may record consent: the person asked for SMS or WhatsApp, or agreed to marketing.
 * The client endpoint needs a list. Without one the shop asks for marketing consent itself.
 */
export const mayRecord = (
  { privateKey, listId }: KlaviyoOptions,
  { channels, marketing }: Pick<Planned, 'channels' | 'marketing'>,
): boolean =>
  Boolean(privateKey ?? listId) &&
  (marketing || channels.includes('sms') || channels.includes('whatsapp'))

/**
 * Records consent in Klaviyo; undefined when there is nothing to record. It never runs without an
 * explicit consent, because the call also resubscribes a person who had unsubscribed or reported
 * spam. `smsWords`: the words whose alert by SMS counts as marketing as well.
 */
export async function recordConsent(
  options: KlaviyoOptions,
  smsWords: ReadonlySet<string>,
  call: Call,
): Promise<Outcome | undefined> {
  const agreed = agreedTo(call, smsWords)
  if (!agreed) return undefined
  const { privateKey, listId } = options
  const read = (status: number, body: string) => outcomeOfConsent(options, status, body)
  if (privateKey) {
    const path = '/api/profile-subscription-bulk-create-jobs'
    return outcomeOf(await send(options, 'POST', path, serverBody(listId, call, agreed)), read)
  }
  if (!listId) return undefined
  const body = clientBody(listId, call, agreed)
  return outcomeOf(await send(options, 'POST', '/client/subscriptions', body), read)
}

/**
 * The consents to record in Klaviyo; undefined if there are none. An alert by e-mail needs no
 * record. Push needs the token of a device, which the shop's app registers itself.
 */
function agreedTo(
  { channels, to, person }: Call,
  smsWords: ReadonlySet<string>,
): Agreement | undefined {
  const agreed: Agreement = {}
  for (const channel of CHANNELS) {
    if (!channels.includes(channel) || !(channel === 'email' ? to.email : phoneOf({ to }))) continue
    const has = (purpose: 'alert' | 'marketing') =>
      person?.consents.some((one) => one.channel === channel && one.purpose === purpose) ?? false
    const marketing =
      has('marketing') || (channel === 'sms' && (person?.consents.some(isIn(smsWords)) ?? false))
    const transactional = channel !== 'email' && has('alert')
    if (!transactional && !marketing) continue
    agreed[channel] = {
      ...(marketing && { marketing: SUBSCRIBED }),
      ...(transactional && { transactional: SUBSCRIBED }),
    }
  }
  return Object.keys(agreed).length > 0 ? agreed : undefined
}

/** Whether a consent is to alerts by SMS, in some published words. */
const isIn =
  (smsWords: ReadonlySet<string>) =>
  ({ purpose, channel, words, text }: Agreed): boolean =>
    purpose === 'alert' && channel === 'sms' && words === 'published' && smsWords.has(text)

/**
 * The profile with all of its addresses, so that Klaviyo finds the profile of the subscription.
 * `subscriptions` alone says which of the addresses a consent is for.
 */
const profileOf = (call: Call, subscriptions: Agreement) => ({
  type: 'profile',
  ...klaviyoId(call),
  attributes: { ...addresses(call), subscriptions },
})

const inList = (id: string) => ({ list: { data: { type: 'list', id } } })

/** For "Bulk Subscribe Profiles". Without a list the account's own opt-in settings apply. */
const serverBody = (listId: string | undefined, call: Call, agreed: Agreement) => ({
  data: {
    type: 'profile-subscription-bulk-create-job',
    attributes: { custom_source: SOURCE, profiles: { data: [profileOf(call, agreed)] } },
    ...(listId && { relationships: inList(listId) }),
  },
})

/** For "Create Client Subscription". */
const clientBody = (listId: string, call: Call, agreed: Agreement) => ({
  data: {
    type: 'subscription',
    attributes: { custom_source: SOURCE, profile: { data: profileOf(call, agreed) } },
    relationships: inList(listId),
  },
})
