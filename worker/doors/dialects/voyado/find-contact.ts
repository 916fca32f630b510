/** `GET …/contacts/id`: the id of the contact with an address or with a key of the tenant. */
import type { Context } from 'hono'
import { ExternalId } from '../../../../shared/text.ts'
import { normalizeEmail } from '../../../../shared/email.ts'
import { e164 } from '../../../address/phone.ts'
import { reachedContacts } from '../../../contact/reach.ts'
import { findContacts } from '../../../contact/store.ts'
import { parse } from '../../../parse.ts'
import { done, failed, type Result } from '../../../result.ts'
import { CONTACT_NOT_FOUND, type VoyadoError, voyadoError } from './errors.ts'
import { guidOf } from './guid.ts'
import type { DialectApp } from '../caller.ts'
import { inOurNames } from './names.ts'

/** What a contact is looked up by. */
type Key = { kind: 'email' | 'phone' | 'customer'; value: string }

const badRequest = (errorCode: string, message: string): VoyadoError => ({
  status: 400,
  errorCode,
  message,
})
const INVALID_EMAIL = badRequest('InvalidEmailAddress', 'This is no e-mail address.')
const INVALID_PHONE = badRequest('InvalidPhoneNumber', 'This is no phone number.')
const INVALID_QUERY = badRequest(
  'InvalidSearchQuery',
  'Look contacts up by email, mobilePhone, customKey or any.',
)

/** A `+` that a client did not encode arrives as a space, which no address has inside. */
const withPlus = (text: string): string => text.trimEnd().replaceAll(' ', '+')

const emailIn = (text: string) => normalizeEmail(withPlus(text))
const phoneIn = (text: string, country: string | undefined) =>
  e164(text.replace(/^ /, '+'), country)
const customIn = (text: string) => {
  const key = parse(ExternalId, text)
  return key.ok ? key.value : undefined
}

/**
 * The keys of a query. `any` is read as the first of e-mail address, number and key that it can be.
 * `country` is that of national numbers.
 */
function keysIn(
  { email, mobilePhone, customKey, any, socialSecurityNumber }: Record<string, string>,
  country: string | undefined,
): Result<Key[], VoyadoError> {
  // Identity numbers are not kept, so no contact has one.
  if (socialSecurityNumber) return failed(INVALID_QUERY)
  const keys: Key[] = []
  const add = (kind: Key['kind'], value: string | undefined) => {
    if (value) keys.push({ kind, value })
    return value !== undefined
  }
  if (email && !add('email', emailIn(email))) return failed(INVALID_EMAIL)
  if (mobilePhone && !add('phone', phoneIn(mobilePhone, country))) return failed(INVALID_PHONE)
  if (customKey && !add('customer', customIn(customKey))) return failed(INVALID_QUERY)
  if (any) {
    const isAny =
      add('email', emailIn(any)) ||
      add('phone', phoneIn(any, country)) ||
      add('customer', customIn(any))
    if (!isAny) return failed(INVALID_QUERY)
  }
  return keys.length > 0 ? done(keys) : failed(INVALID_QUERY)
}

/** Answers the id as JSON text; 404 for none, 409 with all ids for several. */
export async function findContact(c: Context<DialectApp>): Promise<Response> {
  const { settings } = c.var.shop
  const query = inOurNames(c.req.query()) as Record<string, string>
  const keys = keysIn(query, settings.country)
  if (!keys.ok) return voyadoError(c, keys.error)
  const found = await Promise.all(keys.value.map((key) => idsOf(c, key)))
  const [id, ...others] = [...new Set(found.flat())].map(guidOf)
  if (!id) return voyadoError(c, CONTACT_NOT_FOUND)
  if (others.length === 0) return c.json(id, 200)
  return voyadoError(c, {
    status: 409,
    errorCode: 'MultipleMatches',
    message: 'There are several such contacts.',
    messageDetails: { multipleMatchesFound: [id, ...others] },
  })
}

/**
 * The contacts with a key. Anybody can enter a number in a form: a number finds the contact that it
 * identifies, and those for whom the shop's backend named it, or else a stranger would get what the
 * backend asks for the owner of the number.
 */
async function idsOf(
  { var: { shop, db, vault } }: Context<DialectApp>,
  { kind, value }: Key,
): Promise<string[]> {
  const index = await vault.index(kind, value)
  const ids = await findContacts(db, shop.id, [index])
  const contacts = await reachedContacts(db, vault, shop.id, ids)
  return contacts
    .filter(
      ({ id, attributes }) =>
        kind !== 'phone' || id === index || attributes['mobilePhone'] === value,
    )
    .map(({ id }) => id)
}
