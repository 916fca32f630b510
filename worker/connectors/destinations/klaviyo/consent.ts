/** What a person agreed to, recorded in Klaviyo. */
import type { Channel } from '../../../../shared/text.ts'
import { type Agreed, type Call, phoneOf } from '../call.ts'
import type { Planned } from '../contract.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfConsent } from './answers.ts'
import { send } from './api.ts'
import { addresses, klaviyoId } from './bodies.ts'
import type { KlaviyoOptions } from './options.ts'

/** What Klaviyo notes about a consent: it came with an alert, or by itself. */
const SOURCE = 'Back in stock form'
const BY_ITSELF = 'Shelfbell'

const SUBSCRIBED = { consent: 'SUBSCRIBED' } as const
const CHANNELS = ['email', 'sms', 'whatsapp'] as const satisfies readonly Channel[]

/** `consented_at`: only of a consent that is older than the call. */
type Subscribed = typeof SUBSCRIBED & { consented_at?: string }
type Agreement = Partial<
  Record<(typeof CHANNELS)[number], { marketing?: Subscribed; transactional?: Subscribed }>
>

/** The channels of consents to marketing that Klaviyo can record: none without a private key or a list. */
export const recordable = ({ privateKey, listId }: KlaviyoOptions): readonly Channel[] =>
  privateKey || listId ? CHANNELS : []

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
 * spam. `smsWords`: the published words whose alert by SMS counts as marketing as well; words that the shop
 * declares are its own, so they count like these.
 */
export async function recordConsent(
  options: KlaviyoOptions,
  smsWords: ReadonlySet<string>,
  call: Call,
): Promise<Outcome | undefined> {
  const agreed = agreedTo(options, call, smsWords)
  if (!agreed) return undefined
  const { privateKey, listId } = options
  const read = (status: number, body: string) => outcomeOfConsent(options, status, body)
  if (privateKey) {
    const path = '/api/profile-subscription-bulk-create-jobs'
    return outcomeOf(await send(options, 'POST', path, serverBody(listId, call, agreed)), read)
  }
  if (!listId) return undefined
  // The client endpoint cannot say that a consent is older.
  if (call.historical) return { kind: 'refused', reason: 'historical_needs_private_key' }
  const body = clientBody(listId, call, agreed)
  return outcomeOf(await send(options, 'POST', '/client/subscriptions', body), read)
}

/**
 * The consents to record in Klaviyo; undefined if there are none. An alert by e-mail needs no
 * record. Push needs the token of a device, which the shop's app registers itself.
 */
function agreedTo(
  { smsConsent }: KlaviyoOptions,
  { channels, to, person, historical }: Call,
  smsWords: ReadonlySet<string>,
): Agreement | undefined {
  const asksForMarketing = ({ purpose, channel, words, text }: Agreed): boolean =>
    smsConsent === 'marketing' &&
    purpose === 'alert' &&
    channel === 'sms' &&
    (words === 'declared' || (words === 'published' && smsWords.has(text)))
  const agreed: Agreement = {}
  for (const channel of CHANNELS) {
    if (!channels.includes(channel) || !(channel === 'email' ? to.email : phoneOf({ to }))) continue
    const find = (purpose: 'alert' | 'marketing') =>
      person?.consents.find((one) => one.channel === channel && one.purpose === purpose)
    const marketing =
      find('marketing') ?? (channel === 'sms' && person?.consents.find(asksForMarketing))
    const transactional = channel !== 'email' && find('alert')
    if (!transactional && !marketing) continue
    const at = historical && marketing && { consented_at: new Date(marketing.at).toISOString() }
    agreed[channel] = {
      ...(marketing && { marketing: { ...SUBSCRIBED, ...at } }),
      ...(transactional && { transactional: SUBSCRIBED }),
    }
  }
  return Object.keys(agreed).length > 0 ? agreed : undefined
}

/**
 * The profile with all of its addresses, so that Klaviyo finds the profile of the subscription.
 * `subscriptions` alone says which of the addresses a consent is for.
 */
const profileOf = (call: Call, subscriptions: Agreement) => ({
  type: 'profile',
  ...klaviyoId(call),
  attributes: { ...addresses(call), subscriptions },
})

const sourceOf = ({ sku }: Call) => (sku ? SOURCE : BY_ITSELF)

const inList = (id: string) => ({ list: { data: { type: 'list', id } } })

/** For "Bulk Subscribe Profiles". Without a list the account's own opt-in settings apply. */
const serverBody = (listId: string | undefined, call: Call, agreed: Agreement) => ({
  data: {
    type: 'profile-subscription-bulk-create-job',
    attributes: {
      custom_source: sourceOf(call),
      profiles: { data: [profileOf(call, agreed)] },
      // Without it Klaviyo would ask people to confirm what they agreed to long ago.
      ...(call.historical && { historical_import: true }),
    },
    ...(listId && { relationships: inList(listId) }),
  },
})

/** For "Create Client Subscription". */
const clientBody = (listId: string, call: Call, agreed: Agreement) => ({
  data: {
    type: 'subscription',
    attributes: { custom_source: sourceOf(call), profile: { data: profileOf(call, agreed) } },
    relationships: inList(listId),
  },
})
