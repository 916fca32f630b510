/** Consents as Klaviyo's callers send them, of one profile or of a job of many. Pure. */
import * as v from 'valibot'
import type { ConsentRequest } from '../../../marketing/request.ts'
import { normalizeEmail } from '../../../../shared/email.ts'
import { localeIn } from '../../../../shared/locale.ts'
import { KLAVIYO_PROFILES } from '../../../limits.ts'
import { parse } from '../../../parse.ts'
import { done, failed, type Result } from '../../../result.ts'
import { declaredConsent } from '../../../shop/dialects.ts'
import type { ClientShop } from '../../../shop/shop.ts'
import { type AgreedChannel, agreedChannels, type Import } from './agreed-channels.ts'
import { E164, object, shapeError, textIn } from './body-shape.ts'
import { INVALID_EMAIL, INVALID_PHONE, invalidInput, type KlaviyoError } from './errors.ts'

/** One person's consents, and where the profile's attributes stand in the body. */
export interface PlacedRequest extends ConsentRequest {
  pointer: string
  /** Where the guide's errors point to: to the attributes of the request, if it has one profile. */
  addressPointer: string
}

/** Why a body is refused. `words_missing`: the shop declares no words of consent to marketing. */
export type ConsentRefusal = KlaviyoError | 'words_missing'

const unread = v.optional(v.unknown())
const Attributes = v.object({
  email: unread,
  phone_number: unread,
  locale: unread,
  subscriptions: unread,
})
type Attributes = v.InferOutput<typeof Attributes>

const Profile = object({
  type: v.literal('profile', 'type_wrong'),
  attributes: object(Attributes.entries),
})

const ClientBody = object({
  data: object({
    type: v.literal('subscription', 'type_wrong'),
    // Before profiles, the identifiers were attributes of the subscription itself.
    attributes: object({ ...Attributes.entries, profile: v.nullish(object({ data: Profile })) }),
  }),
})

const JobBody = object({
  data: object({
    type: v.literal('profile-subscription-bulk-create-job', 'type_wrong'),
    attributes: object({
      historical_import: v.nullish(v.boolean('not_a_boolean'), false),
      profiles: object({
        data: v.pipe(
          v.array(Profile, 'not_a_list'),
          v.minLength(1, 'empty'),
          v.maxLength(KLAVIYO_PROFILES, 'too_many'),
        ),
      }),
    }),
  }),
})

/**
 * The consents in the body of "Create Client Subscription", of a page at `page`. Without `subscriptions`, the
 * person agrees to marketing over each address.
 */
export function clientConsents(
  body: unknown,
  shop: ClientShop,
  page: string | undefined,
  now: number,
): Result<PlacedRequest[], ConsentRefusal> {
  const parsed = parse(ClientBody, body)
  if (!parsed.ok) return failed(shapeError(parsed.error))
  const { profile, ...own } = parsed.value.data.attributes
  const root = '/data/attributes'
  const said = profile?.data.attributes ?? own
  const placed = {
    pointer: profile ? `${root}/profile/data/attributes` : root,
    addressPointer: root,
  }
  const person = personOf(said, placed, { isHistorical: false, now })
  if (!person.ok) return person
  const locale = localeIn(said.locale)
  return inWords([{ ...person.value, ...(locale && { locale }), ...(page && { page }) }], shop)
}

/**
 * The consents in the body of "Bulk Subscribe Profiles", one entry for each profile that agreed to anything.
 * The first fault refuses all of them. `now`: milliseconds since 1970.
 */
export function jobConsents(
  body: unknown,
  shop: ClientShop,
  now: number,
): Result<PlacedRequest[], ConsentRefusal> {
  const parsed = parse(JobBody, body)
  if (!parsed.ok) return failed(shapeError(parsed.error, SHAPES))
  const { profiles, historical_import: isHistorical } = parsed.value.data.attributes
  const people: Person[] = []
  for (const [index, { attributes: said }] of profiles.data.entries()) {
    const pointer = `/data/attributes/profiles/data/${index}/attributes`
    if ((said.subscriptions ?? null) === null) {
      const detail = "'subscriptions' is a required field."
      return failed(invalidInput(`${pointer}/subscriptions`, detail))
    }
    const person = personOf(said, { pointer, addressPointer: pointer }, { isHistorical, now })
    if (!person.ok) return person
    const locale = localeIn(said.locale)
    if (!locale && textIn(said.locale) !== undefined) {
      return failed(invalidInput(`${pointer}/locale`, 'Invalid locale'))
    }
    people.push({ ...person.value, ...(locale && { locale }) })
  }
  return inWords(people, shop)
}

const SHAPES = {
  empty: 'Name at least one profile.',
  too_many: `At most ${KLAVIYO_PROFILES} profiles can be sent at a time.`,
}

interface Person extends Omit<PlacedRequest, 'consents'> {
  agreed: AgreedChannel[]
}

/** The addresses of a profile, checked as Klaviyo does, and what the person agreed to. */
function personOf(
  said: Attributes,
  placed: Pick<PlacedRequest, 'pointer' | 'addressPointer'>,
  when: Import,
): Result<Person, KlaviyoError> {
  const wrongEmail = at(INVALID_EMAIL, `${placed.addressPointer}/email`)
  const wrongPhone = at(INVALID_PHONE, `${placed.addressPointer}/phone_number`)
  const address = textIn(said.email)
  const email = address && normalizeEmail(address)
  if (!email && address !== undefined) return failed(wrongEmail)
  const phone = textIn(said.phone_number)
  if (phone !== undefined && !E164.test(phone)) return failed(wrongPhone)
  if (!email && !phone) return failed(wrongEmail)

  const subscriptions = said.subscriptions ?? null
  const agreed: Result<AgreedChannel[], KlaviyoError> =
    subscriptions === null
      ? done([...(email ? [EMAIL] : []), ...(phone ? [SMS] : [])])
      : agreedChannels(subscriptions, `${placed.pointer}/subscriptions`, when)
  if (!agreed.ok) return agreed
  for (const { channel } of agreed.value) {
    if (channel === 'email' && !email) return failed(wrongEmail)
    if (channel !== 'email' && !phone) return failed(wrongPhone)
  }
  return done({ ...placed, ...(email && { email }), ...(phone && { phone }), agreed: agreed.value })
}

const EMAIL: AgreedChannel = { channel: 'email' }
const SMS: AgreedChannel = { channel: 'sms' }

/** The same error elsewhere. */
export const at = (error: KlaviyoError, pointer: string): KlaviyoError => ({
  ...error,
  source: { pointer },
})

/** The consents in the words that the shop declares. A person who agreed to nothing is left out. */
function inWords(
  people: Person[],
  { dialects, defaultLocale }: ClientShop,
): Result<PlacedRequest[], 'words_missing'> {
  const words = dialects.klaviyo?.consent
  const requests: PlacedRequest[] = []
  for (const { agreed, ...person } of people) {
    if (agreed.length === 0) continue
    const consents = agreed.flatMap(({ channel, at: givenAt }) => {
      const about = { purpose: 'marketing', channel } as const
      const { locale = defaultLocale } = person
      const declared = words && declaredConsent(words, about, locale, defaultLocale)
      if (!declared) return []
      const { version, text } = declared
      return [{ channel, version, text, ...(givenAt !== undefined && { at: givenAt }) }]
    })
    if (consents.length < agreed.length) return failed('words_missing')
    requests.push({ ...person, consents })
  }
  return done(requests)
}
