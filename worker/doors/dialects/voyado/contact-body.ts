/** The body of `POST …/contacts`: a flat object of attributes, most of them the tenant's own. Pure. */
import * as v from 'valibot'
import { Email } from '../../../../shared/email.ts'
import { Country, line, Locale, objectFault } from '../../../../shared/text.ts'
import { e164 } from '../../../address/phone.ts'
import type { Attributes } from '../../../contact/reach.ts'
import { each, Flag, needed, orNothing, Word } from '../../../lenient.ts'
import { parse } from '../../../parse.ts'
import { done, invalid, type Result } from '../../../result.ts'
import { absentOr, Reference, texty } from './values.ts'

const NewContact = v.looseObject(
  {
    email: absentOr(texty(Email)),
    mobilePhone: absentOr(texty(line(40))),
    externalId: absentOr(Reference),
    contactType: absentOr(texty(line(60))),
    countryCode: orNothing(Country),
    language: orNothing(Locale),
    preferences: orNothing(v.object({ acceptsEmail: Flag })),
    consents: each(v.object({ id: needed(Word), value: Flag })),
  },
  objectFault,
)

/** A contact as it is to be created. */
export interface WantedContact {
  email?: string | undefined
  /** E.164 */
  phone?: string | undefined
  customerId?: string | undefined
  contactType: string
  /** The language of the contact, by which the words of a consent are chosen. */
  locale?: string | undefined
  acceptsEmail: boolean
  /** The tenant's ids of the consents that the person gave. */
  consentIds: string[]
  /** All other attributes that are texts, numbers and booleans. */
  attributes: Attributes
}

/** No attributes: they have columns of their own, or, as an identity number, are not kept, because no message needs them. */
const ELSEWHERE = new Set(['email', 'mobilePhone', 'contactType', 'socialSecurityNumber'])
const MOST_ATTRIBUTES = 40

const Attribute = v.tuple([
  v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/)),
  v.union([line(200), v.pipe(v.number(), v.finite()), v.boolean()]),
])

/** Reads the attributes of a body. Those that are too long, or are no single values, are left out. */
const attributesIn = (body: object): Attributes =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => !ELSEWHERE.has(name))
      .flatMap((entry) => {
        const read = v.safeParse(Attribute, entry)
        return read.success ? [read.output] : []
      })
      .slice(0, MOST_ATTRIBUTES),
  )

/**
 * The contact of a body. A national number is of `countryCode`, else of the shop's country. A contact needs
 * an e-mail address or a number.
 */
export function contactIn(body: unknown, shopCountry: string | undefined): Result<WantedContact> {
  const parsed = parse(NewContact, body)
  if (!parsed.ok) return parsed
  const {
    email,
    mobilePhone,
    externalId,
    contactType = 'Member',
    preferences,
    consents,
  } = parsed.value
  const { countryCode, language } = parsed.value
  const phone = mobilePhone ? e164(mobilePhone, countryCode ?? shopCountry) : undefined
  if (mobilePhone && !phone) return invalid([['/mobilePhone', 'phone_invalid']])
  if (!email && !phone) return invalid([['/email', 'missing']])
  return done({
    email,
    phone,
    customerId: externalId,
    contactType,
    locale: language,
    acceptsEmail: preferences?.acceptsEmail ?? false,
    consentIds: consents.flatMap(({ id, value }) => (value ? [id] : [])),
    attributes: attributesIn(body as object),
  })
}
