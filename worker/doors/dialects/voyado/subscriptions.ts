/** A contact's back-in-stock subscriptions: created, deleted, listed. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { objectFault } from '../../../../shared/text.ts'
import { presentContact } from '../../../contact/moved.ts'
import { isSilenced, type Reached, reachedContact } from '../../../contact/reach.ts'
import { timeOf } from '../../../ids.ts'
import { parse } from '../../../parse.ts'
import { clientShop } from '../../../shop/rules.ts'
import { accept } from '../../../subscription/accept.ts'
import { cancelFor, contactOf } from '../../../subscription/cancel.ts'
import { subscriptionsOf } from '../../../subscription/list.ts'
import { BACKEND_EVIDENCE } from '../caller.ts'
import { alertConsents, inDeclaredWords } from '../consents.ts'
import { CONTACT_NOT_FOUND, invalidArgument, tryLater, voyadoError } from './errors.ts'
import { contactIdIn, guidIn, guidOf } from './guid.ts'
import type { DialectApp } from '../caller.ts'
import { absentOr, Culture, ItemSku, Reference } from './values.ts'

const NewSubscription = v.object(
  {
    contactId: v.pipe(
      v.unknown(),
      v.transform(guidIn),
      v.string('value_invalid'),
      v.transform(contactIdIn),
    ),
    sku: ItemSku,
    locale: Culture,
    externalId: absentOr(Reference),
  },
  objectFault,
)
type NewSubscription = v.InferOutput<typeof NewSubscription>

/** What a subscription is as Engage shows it. */
interface Shown {
  id: string
  contactId: string
  sku: string
  locale?: string | undefined
  externalId?: string | undefined
  /** Milliseconds since 1970. */
  at: number
}

/** A time as Engage writes it: to the second, with an offset. */
const withOffset = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00')

const shown = ({ id, contactId, sku, locale, externalId, at }: Shown) => ({
  id,
  contactId: guidOf(contactId),
  sku,
  locale: locale ?? null,
  externalId: externalId ?? null,
  createdOn: withOffset(at),
})

/** `POST …/backinstock/subscriptions`. A subscription that exists already is answered in the same way. */
export async function postSubscription(c: Context<DialectApp>): Promise<Response> {
  const parsed = parse(NewSubscription, c.var.body)
  if (!parsed.ok) return voyadoError(c, invalidArgument(parsed.error))
  const wanted = parsed.value
  const { shop, db, vault } = c.var
  const contact = await reachedContact(db, vault, shop.id, wanted.contactId)
  const created = (id: string, at: number, contactId: string) =>
    c.json(shown({ ...wanted, id, at, contactId }), 201)
  // Nothing is stored, because nobody may write to this person. The same call gets the same id.
  const createdNothing = async (contactId: string) => {
    const { sku, locale, externalId } = wanted
    const key = JSON.stringify([contactId, sku, locale, externalId])
    return created(guidOf(await vault.index('request', key)), Date.now(), contactId)
  }
  if (!contact) {
    const { contactId } = wanted
    return (await isSilenced(db, shop.id, contactId))
      ? createdNothing(contactId)
      : voyadoError(c, CONTACT_NOT_FOUND)
  }
  const accepted = await accept(
    c.env,
    clientShop(shop),
    requestOf(c, wanted, contact),
    BACKEND_EVIDENCE,
  )
  switch (accepted.kind) {
    case 'accepted':
    case 'deferred':
      return created(accepted.id, timeOf(accepted.id), accepted.contactId)
    case 'suppressed':
      return createdNothing(accepted.contactId)
    case 'refused':
      return accepted.faults.some(({ pointer }) => pointer.startsWith('/phone'))
        ? voyadoError(c, {
            status: 400,
            errorCode: 'InvalidPhoneNumber',
            message: 'The shop does not write to the number of this contact.',
          })
        : voyadoError(c, {
            status: 400,
            errorCode: 'InvalidArgument',
            message: `The shop offers no channel for the ${contact.email ? 'e-mail address' : 'number'} of this contact.`,
          })
    case 'variant_unknown':
    case 'not_offered':
      return voyadoError(c, {
        status: 404,
        errorCode: 'NotFound',
        message: 'The catalogue has no such SKU.',
      })
    case 'too_many_requests':
    case 'too_many_alerts':
    case 'too_many_people':
      return tryLater(c, 429, 'Too many requests. Try again later.', accepted.retryAfterSeconds)
    // Only of a page's request: a backend's waits, and needs no bot check.
    case 'in_stock':
    case 'bot_check_failed':
      return voyadoError(c, {
        status: 409,
        errorCode: 'Conflict',
        message: 'The subscription was not created.',
      })
    default:
      return accepted satisfies never
  }
}

/** The request: over the channel of the address by which the contact is known. */
function requestOf(
  { var: { shop } }: Context<DialectApp>,
  { sku, locale, externalId }: NewSubscription,
  { email, phone }: Reached,
) {
  const channels = [email ? ('email' as const) : ('sms' as const)]
  const { defaultLocale, dialects } = shop.settings
  const consents = dialects.voyado
    ? inDeclaredWords(dialects.voyado.consent, alertConsents(channels), { locale, defaultLocale })
    : []
  return { sku, locale, externalId, channels, email, phone, consents }
}

/** `DELETE …/backinstock/subscriptions/{subscriptionId}`. */
export async function deleteSubscription(c: Context<DialectApp>): Promise<Response> {
  const { shop, db } = c.var
  const subscriptionId = guidIn(c.req.param('subscriptionId'))
  const contactId = subscriptionId && (await contactOf(db, shop.id, subscriptionId))
  if (!contactId) {
    return voyadoError(c, {
      status: 404,
      errorCode: 'NotFound',
      message: 'There is no such subscription. It may have been used or deleted.',
    })
  }
  await cancelFor(c.env, shop, contactId, { subscriptionId }, 'api', Date.now())
  return c.body(null, 204)
}

/** `GET …/contacts/{contactId}/backinstock/subscriptions`. Engage's document answers "202 OK". */
export async function listSubscriptions(c: Context<DialectApp>): Promise<Response> {
  const guid = guidIn(c.req.param('contactId'))
  const list = guid && (await listOf(c, contactIdIn(guid)))
  if (!list) return voyadoError(c, CONTACT_NOT_FOUND)
  return c.json({ data: list.map((one) => shown({ ...one, at: timeOf(one.id) })) }, 202)
}

/** The subscriptions of a contact, else of the contact to which it moved. */
async function listOf({ var: { db, shop } }: Context<DialectApp>, contactId: string) {
  const own = await subscriptionsOf(db, shop.id, contactId)
  if (own) return own
  const present = await presentContact(db, shop.id, contactId)
  return present === contactId ? undefined : subscriptionsOf(db, shop.id, present)
}
