/**
 * Subscriptions in Voyado. Voyado takes no idempotency key, so a subscription that may exist already
 * is looked up before it is created.
 */
import * as v from 'valibot'
import { each, needed, Word } from '../../../lenient.ts'
import { jsonIn, statusOf } from '../../answer.ts'
import type { Call } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { Id, idIn, isGood, outcomeOfStatus, type Send } from './api.ts'
import { type Engage, localeOf, subscriptionBody } from './bodies.ts'
import { addressOf, contactFor, findContacts } from './contact.ts'
import { markMarketing } from './marketing.ts'
import { go, type Step, stopBecauseOf, stopUnreadable, UNREADABLE } from './step.ts'

const SUBSCRIPTIONS = '/inventory/backinstock/subscriptions'

/** Subscribes the contact of a call, and gives Voyado’s id of the subscription when it is known. */
export async function subscribe(engage: Engage, call: Call): Promise<Outcome> {
  const contact = await contactFor(engage, call)
  if (!contact.ok) return contact.outcome
  const { id: contactId, fresh } = contact.value
  const marked = await markMarketing(engage, call, contactId)
  if (!marked.ok) return marked.outcome
  if (!fresh) {
    const existing = await subscriptionsLike(engage, call, contactId)
    if (!existing.ok) return existing.outcome
    // If the list cannot be read, subscribe all the same: Voyado answers 409 to a duplicate.
    if (existing.value && existing.value.length > 0) return accepted(firstOf(existing.value))
  }
  const made = await engage.send('POST', SUBSCRIPTIONS, subscriptionBody(engage, call, contactId))
  // Voyado does not document its answer to a duplicate; 409 can mean nothing else.
  const outcome = outcomeOf(made, (status, body) =>
    status === 409 ? { kind: 'accepted' } : outcomeOfStatus(status, body),
  )
  if (outcome.kind !== 'accepted') return outcome
  // The subscription exists, whatever this look-up answers. Without an id, `cancel` looks it up.
  const id = idIn(made) ?? (await firstLike(engage, call, contactId))
  return accepted(id)
}

const accepted = (id: string | undefined): Outcome => ({ kind: 'accepted', ...(id && { id }) })
const firstOf = (ids: (string | undefined)[]) => ids.find((id) => id !== undefined)

async function firstLike(engage: Engage, call: Call, contactId: string) {
  const found = await subscriptionsLike(engage, call, contactId)
  return found.ok && found.value ? firstOf(found.value) : undefined
}

/** Deletes a subscription by its id; without one, all like it of every contact with the address. */
export async function cancel(engage: Engage, call: Call): Promise<Outcome> {
  const { send } = engage
  if (call.relayId) return remove(send, call.relayId)
  const address = addressOf(call)
  const contacts = address ? await findContacts(send, address) : go({ ids: [] })
  if (!contacts.ok) return contacts.outcome
  for (const contactId of contacts.value.ids) {
    const existing = await subscriptionsLike(engage, call, contactId)
    if (!existing.ok) return existing.outcome
    // A person who cancels must not be notified, so read the list again later.
    if (!existing.value) return UNREADABLE
    for (const id of existing.value) {
      const outcome = id === undefined ? UNREADABLE : await remove(send, id)
      if (outcome.kind !== 'accepted') return outcome
    }
  }
  return { kind: 'accepted' }
}

async function remove(send: Send, id: string): Promise<Outcome> {
  const answer = await send('DELETE', `${SUBSCRIPTIONS}/${encodeURIComponent(id)}`)
  return outcomeOf(answer, (status, body) =>
    // Used up or cancelled in Voyado already.
    [404, 410].includes(status) ? { kind: 'accepted' } : outcomeOfStatus(status, body),
  )
}

/** The fields that identify a subscription. One without a readable id still exists. */
const Listed = v.object({ id: Id, sku: needed(Word), locale: Word, externalId: Word })

const ListedInData = v.pipe(
  v.object({
    data: v.nullable(v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())])),
  }),
  v.transform(({ data }) => data),
)
const Subscriptions = v.pipe(
  v.union([v.null(), v.array(v.unknown()), ListedInData]),
  v.transform((list) => v.parse(each(Listed), list)),
)

/**
 * A contact's subscriptions to the variant, locale and externalId of a call: their ids, as far as known.
 * Undefined: Voyado answered with JSON of an unknown shape.
 */
async function subscriptionsLike(
  engage: Engage,
  call: Call,
  contactId: string,
): Promise<Step<(string | undefined)[] | undefined>> {
  const path = `/contacts/${encodeURIComponent(contactId)}/backinstock/subscriptions`
  const answer = await engage.send('GET', path)
  if (statusOf(answer) === 404) return go([])
  if (!isGood(answer)) return stopBecauseOf(answer)
  if (answer.answered && answer.body.trim() === '') return go([])
  const list = jsonIn(Subscriptions, answer)
  if (!list) return jsonIn(v.unknown(), answer) === undefined ? stopUnreadable() : go(undefined)
  const locale = localeOf(engage, call).toLowerCase()
  const alike = list.filter(
    (one) =>
      one.sku === call.sku &&
      one.locale?.toLowerCase() === locale &&
      (one.externalId ?? '') === (call.externalId ?? ''),
  )
  return go(alike.map(({ id }) => id))
}
