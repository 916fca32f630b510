/** Contacts: created and read. A subscription needs one. */
import type { Context } from 'hono'
import type { Channel } from '../../../../shared/channels.ts'
import { keepContact } from '../../../contact/keep.ts'
import { agreesToMarketing } from '../../../contact/marketing.ts'
import { type Attributes, reachedContact } from '../../../contact/reach.ts'
import { acceptConsents } from '../../../marketing/accept.ts'
import { declaredConsent } from '../../../shop/dialects.ts'
import { clientShop } from '../../../shop/rules.ts'
import { BACKEND_EVIDENCE } from '../caller.ts'
import { contactIn, type WantedContact } from './contact-body.ts'
import { CONTACT_NOT_FOUND, described, voyadoError } from './errors.ts'
import { contactIdIn, guidIn, guidOf } from './guid.ts'
import type { DialectApp } from '../caller.ts'

/** A contact as Engage shows it. The consents of a tenant have ids that mean nothing here. */
const shown = (id: string, contactType: string, attributes: object, acceptsEmail: boolean) => ({
  id: guidOf(id),
  attributes,
  meta: { contactType },
  preferences: { acceptsEmail, acceptsSms: false, acceptsPostal: false },
  consents: [],
})

/** `GET …/contacts/{contactId}`. */
export async function getContact(c: Context<DialectApp>): Promise<Response> {
  const { shop, db, vault } = c.var
  const guid = guidIn(c.req.param('contactId'))
  const contact = guid && (await reachedContact(db, vault, shop.id, contactIdIn(guid)))
  if (!contact) return voyadoError(c, CONTACT_NOT_FOUND)
  const { id, email, phone: mobilePhone, attributes } = contact
  const { contactType = 'Contact', ...others } = attributes
  const own = { ...(email && { email }), ...(mobilePhone && { mobilePhone }) }
  const agrees = await agreesToMarketing(db, shop.id, id)
  return c.json(shown(id, String(contactType), { ...others, ...own }, agrees), 200)
}

/** `POST …/contacts`. */
export async function postContact(c: Context<DialectApp>): Promise<Response> {
  const { shop, db, vault } = c.var
  const parsed = contactIn(c.var.body, shop.settings.country)
  if (!parsed.ok) {
    return voyadoError(c, {
      status: 422,
      errorCode: 'ValidationError',
      message: 'Some values are not valid.',
      validationErrors: described(parsed.error),
    })
  }
  const wanted = parsed.value
  const { customerId, contactType, attributes } = wanted
  const { own, alsoKnownBy } = addressesOf(wanted, shop.settings.channels)
  const index = own.email
    ? await vault.index('email', own.email)
    : await vault.index('phone', own.phone ?? '')
  const there = await reachedContact(db, vault, shop.id, index)
  if (there) {
    return voyadoError(c, {
      status: 409,
      errorCode: 'ApprovedContactWithKeyExists',
      message: 'There is such a contact already.',
      messageDetails: { multipleMatchesFound: [guidOf(there.id)] },
    })
  }
  // First: if the call ends here, its repetition finds the contact, and a consent must not be lost.
  const agrees = await recordMarketing(c, wanted, own.email)
  const kept: Attributes = {
    ...attributes,
    contactType,
    ...(alsoKnownBy.email && { email: alsoKnownBy.email }),
    ...(alsoKnownBy.phone && { mobilePhone: alsoKnownBy.phone }),
  }
  const person = { ...own, alsoKnownBy, customerId, attributes: kept }
  const id = await keepContact(db, vault, shop.id, person, Date.now())
  return c.json(shown(id, contactType, attributes, agrees), 201)
}

/**
 * The address by which the contact is known, which is the one that a message goes to: the e-mail address,
 * unless the shop writes to numbers only.
 */
function addressesOf({ email, phone }: WantedContact, channels: readonly Channel[]) {
  const byNumber = phone && (!email || (!channels.includes('email') && channels.includes('sms')))
  return byNumber
    ? { own: { phone }, alsoKnownBy: { email } }
    : { own: { email }, alsoKnownBy: { phone } }
}

/**
 * Records a consent to marketing, of `acceptsEmail` or under one of the tenant's ids, in the words that the
 * shop declares for it, if there are any. Gives whether it did.
 */
async function recordMarketing(
  { env, var: { shop } }: Context<DialectApp>,
  { acceptsEmail, consentIds, locale }: WantedContact,
  email: string | undefined,
): Promise<boolean> {
  const { channels, defaultLocale, dialects } = shop.settings
  if (!email || !channels.includes('email') || !dialects.voyado) return false
  const { marketingConsentIds = [] } = dialects.voyado
  const agrees = acceptsEmail || consentIds.some((id) => marketingConsentIds.includes(id))
  if (!agrees) return false
  const about = { purpose: 'marketing', channel: 'email' } as const
  const { consent: words } = dialects.voyado
  const consent = declaredConsent(words, about, locale ?? defaultLocale, defaultLocale)
  if (!consent) return false
  const { version, text } = consent
  const person = { email, locale, consents: [{ channel: 'email' as const, version, text }] }
  const agreed = await acceptConsents(env, clientShop(shop), [person], BACKEND_EVIDENCE)
  return agreed.kind === 'accepted'
}
