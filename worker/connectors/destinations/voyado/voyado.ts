/**
 * Voyado Engage, API v3: keeps the waiting list and sends. A subscription belongs to a contact, who
 * is looked up by address and made where Voyado has none. Voyado takes no idempotency key, so what
 * may have been done before is looked up before it is done again. Levels go there as absolute
 * quantities; a restock uses the subscription up by itself. What the documents leave open (answers
 * to duplicates, bodies of answers) is read so that neither reading harms.
 */
import * as v from 'valibot'
import type { VoyadoOptions } from './options.ts'
import { chunks } from '../../../chunks.ts'
import type { Call, Connector, Context, Finding, Level } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { type Answer, callUpstream } from '../../client.ts'
import { outcomeOf } from '../outcome.ts'

const SUBSCRIPTIONS = '/inventory/backinstock/subscriptions'
const JSON_TYPE = 'application/json'

export const voyado: Connector<'voyado'> = {
  type: 'voyado',
  can: ({ stock }) => ['subscribe', 'cancel', ...(stock ? (['updateStock'] as const) : [])],
  tells: ({ channels }) => channels,
  secrets: ['apiKey'],
  addresses: ['baseUrl'],
  knowsPeople: true,
  // The contact looked up, and made or its subscriptions read; the subscription; once more to spare.
  requestsPerCall: 4,
  faults: ({ apiKey, consentIds: { alert, marketing } }) => [
    ...(apiKey ? [] : [['/apiKey', 'missing'] as [string, string]]),
    ...(alert && alert === marketing
      ? [['/consentIds/marketing', 'consent_shared'] as [string, string]]
      : []),
  ],
  create: (options, context) => {
    const voyage = { options, context, send: sender(options) }
    const inTurn = turns()
    return {
      subscribe: (call) => inTurn(call.contactId, () => subscribe(voyage, call)),
      cancel: (call) => inTurn(call.contactId, () => cancel(voyage, call)),
      updateStock: (levels) => updateStock(voyage, levels),
      check: () => check(voyage),
    }
  },
}

type Send = (method: string, path: string, body?: unknown) => Promise<Answer>

interface Voyage {
  options: VoyadoOptions
  context: Context
  send: Send
}

/** A value, or the outcome that ends the call. */
type Step<T> = { ok: true; value: T } | { ok: false; outcome: Outcome }
const go = <T>(value: T): Step<T> => ({ ok: true, value })
const stop = (outcome: Outcome): { ok: false; outcome: Outcome } => ({ ok: false, outcome })

function sender({ baseUrl, keyHeader, apiKey = '' }: VoyadoOptions): Send {
  return (method, path, body) =>
    callUpstream(`${baseUrl.replace(/\/$/, '')}/api/v3${path}`, {
      method,
      // Without Content-Type Voyado answers 500, whatever the method.
      headers: { Accept: JSON_TYPE, 'Content-Type': JSON_TYPE, [keyHeader]: apiKey },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
}

/** Voyado wants the answer awaited before the next call for the same contact. */
function turns(): <T>(contactId: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (contactId, work) => {
    const mine = (last.get(contactId) ?? Promise.resolve()).then(work, work)
    last.set(contactId, mine)
    return mine
  }
}

async function subscribe(voyage: Voyage, call: Call): Promise<Outcome> {
  const { send } = voyage
  const contact = await contactFor(voyage, call)
  if (!contact.ok) return contact.outcome
  const { id: contactId, fresh } = contact.value
  const marked = await markMarketing(voyage, call, contactId)
  if (!marked.ok) return marked.outcome
  if (!fresh) {
    const there = await subscriptionsLike(voyage, call, contactId)
    if (!there.ok) return there.outcome
    if (there.value[0]) return { kind: 'accepted', id: there.value[0] }
  }
  const { sku, externalId } = call
  const locale = localeOf(voyage, call)
  const body = { contactId, sku, locale, ...(externalId && { externalId }) }
  const made = await send('POST', SUBSCRIPTIONS, body)
  // What a duplicate is answered with is not documented; 409 can mean nothing else.
  const outcome = outcomeOf(made, (status, text) =>
    status === 409 ? { kind: 'accepted' } : verdict(status, text),
  )
  if (outcome.kind !== 'accepted') return outcome
  const named = idIn(made)
  if (named) return { kind: 'accepted', id: named }
  // It is there, whatever this answers; without an id a cancellation looks for it again.
  const found = await subscriptionsLike(voyage, call, contactId)
  const id = found.ok ? found.value[0] : undefined
  return { kind: 'accepted', ...(id && { id }) }
}

async function cancel(voyage: Voyage, call: Call): Promise<Outcome> {
  const remove = async (id: string): Promise<Outcome> =>
    outcomeOf(
      await voyage.send('DELETE', `${SUBSCRIPTIONS}/${encodeURIComponent(id)}`),
      (...answer) =>
        // Used up or cancelled over there already.
        [404, 410].includes(answer[0]) ? { kind: 'accepted' } : verdict(...answer),
    )
  if (call.relayId) return remove(call.relayId)

  const address = addressOf(call)
  const found = address ? await find(voyage.send, address) : go([])
  if (!found.ok) return found.outcome
  for (const contactId of found.value) {
    const there = await subscriptionsLike(voyage, call, contactId)
    if (!there.ok) return there.outcome
    for (const id of there.value) {
      const outcome = await remove(id)
      if (outcome.kind !== 'accepted') return outcome
    }
  }
  return { kind: 'accepted' }
}

async function updateStock({ options, send }: Voyage, levels: Level[]): Promise<Outcome> {
  for (const some of chunks(levels, options.batch)) {
    const body = some.map(({ sku, quantity, locale, externalId }) => ({
      sku,
      quantity,
      ...(locale && { locale }),
      ...(externalId && { externalId }),
    }))
    const outcome = outcomeOf(await send('PUT', '/inventory/stock-levels', body), verdict)
    // Levels are absolute, so those that were taken may go there again.
    if (outcome.kind !== 'accepted') return outcome
  }
  return { kind: 'accepted' }
}

/** Voyado picks the product feed by the locale, so a subscription there always has one. */
const localeOf = ({ context }: Voyage, { locale }: Call) =>
  locale ?? context.shop.settings.defaultLocale

type Address = { email: string } | { mobilePhone: string }

function addressOf({ email, phone }: Call): Address | undefined {
  if (email) return { email }
  return phone ? { mobilePhone: phone } : undefined
}

const lookUp = (send: Send, query: Record<string, string>) =>
  send('GET', `/contacts/id?${new URLSearchParams(query).toString()}`)

const SEVERAL: Outcome = { kind: 'refused', reason: 'multiple_matches' }

/** The contacts with an address. Several that are not named end the call. */
async function find(send: Send, address: Address): Promise<Step<string[]>> {
  const answer = await lookUp(send, address)
  const { status, body } = heard(answer)
  if (status === 404) return go([])
  if (status === 409) {
    const ids = read(Several, body)?.messageDetails.multipleMatchesFound ?? []
    return ids.length > 0 ? go(ids) : stop(SEVERAL)
  }
  if (!worked(answer)) return stop(outcomeOf(answer, verdict))
  const id = read(Id, body)
  return id ? go([id]) : stop(UNREADABLE)
}

/** The one contact with an address, as the shop wants it where there are several. */
async function choose(
  { options, send }: Voyage,
  address: Address,
): Promise<Step<string | undefined>> {
  const found = await find(send, address)
  if (!found.ok) return found
  if (found.value.length > 1 && options.whenSeveral === 'refuse') return stop(SEVERAL)
  return go(found.value[0])
}

/** The contact of a call, made where there is none. `fresh`: made just now. */
async function contactFor(
  voyage: Voyage,
  call: Call,
): Promise<Step<{ id: string; fresh?: boolean }>> {
  const address = addressOf(call)
  if (!address) return stop({ kind: 'refused', reason: 'no_address' })
  const known = await choose(voyage, address)
  if (!known.ok) return known
  if (known.value) return go({ id: known.value })

  const { source, storeExternalId } = voyage.options
  const query = new URLSearchParams({ source, ...(storeExternalId && { storeExternalId }) })
  const made = await voyage.send('POST', `/contacts?${query.toString()}`, contactOf(voyage, call))
  const { status } = heard(made)
  const id = idIn(made)
  if (id) return go({ id, fresh: true })
  if (!worked(made) && ![409, 422].includes(status)) return stop(outcomeOf(made, verdict))
  // Somebody else may have made it in the meantime.
  const again = await choose(voyage, address)
  if (!again.ok) return again
  if (again.value) return go({ id: again.value })
  return stop(worked(made) ? UNREADABLE : outcomeOf(made, verdict))
}

function contactOf(voyage: Voyage, call: Call) {
  const { options, context } = voyage
  const locale = localeOf(voyage, call)
  const countryCode = new Intl.Locale(locale).region ?? context.shop.settings.country
  const { email, phone } = call
  const consents = new Map(
    call.person?.consents.toReversed().flatMap(({ purpose, version, at }) => {
      const id = options.consentIds[purpose]
      if (!id) return []
      const date = new Date(at).toISOString()
      const { source } = options
      return [[id, { id, value: true, date, source, comment: `Shelfbell, text ${version}` }]]
    }),
  )
  return {
    contactType: options.contactType,
    ...(email && { email }),
    // With an e-mail address the number is Voyado's to know only for what goes there.
    ...(phone && (!email || call.channels.includes('sms')) && { mobilePhone: phone }),
    ...(countryCode && { countryCode }),
    language: locale,
    ...(consents.size > 0 && { consents: [...consents.values()] }),
  }
}

/**
 * Sets `acceptsEmail` where the shop wants that and the person ticked it. An answer that will not
 * change keeps nobody from the alert: then there is less marketing than there might be.
 */
async function markMarketing(
  { options, send }: Voyage,
  { person }: Call,
  contactId: string,
): Promise<Step<null>> {
  const agreed = person?.consents.some(
    ({ purpose, channel }) => purpose === 'marketing' && channel === 'email',
  )
  if (!options.acceptsEmail || !agreed) return go(null)
  const path = `/contacts/${encodeURIComponent(contactId)}/preferences/acceptsEmail`
  const outcome = outcomeOf(await send('POST', path, { value: true }), verdict)
  if (outcome.kind === 'retry') return stop(outcome)
  if (outcome.kind !== 'accepted') {
    const { reason } = outcome
    console.warn(JSON.stringify({ level: 'warn', event: 'voyado_accepts_email', reason }))
  }
  return go(null)
}

/** The ids of a contact's subscriptions for what the call is about. */
async function subscriptionsLike(
  voyage: Voyage,
  call: Call,
  contactId: string,
): Promise<Step<string[]>> {
  const path = `/contacts/${encodeURIComponent(contactId)}/backinstock/subscriptions`
  const answer = await voyage.send('GET', path)
  const { status, body } = heard(answer)
  if (status === 404) return go([])
  if (!worked(answer)) return stop(outcomeOf(answer, verdict))
  const list = read(List, body)
  if (!list) return stop(UNREADABLE)
  const locale = localeOf(voyage, call).toLowerCase()
  const alike = list.data.filter(
    (one) =>
      one.sku === call.sku &&
      one.locale?.toLowerCase() === locale &&
      (one.externalId ?? '') === (call.externalId ?? ''),
  )
  return go(alike.map(({ id }) => id))
}

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(100))
const WithId = v.object({ id: Id })
const Several = v.object({ messageDetails: v.object({ multipleMatchesFound: v.array(Id) }) })
const List = v.object({
  data: v.array(
    v.object({
      id: Id,
      sku: v.nullish(v.string()),
      locale: v.nullish(v.string()),
      externalId: v.nullish(v.string()),
    }),
  ),
})
const Fault = v.object({ errorCode: v.pipe(v.string(), v.regex(/^[A-Za-z]{1,60}$/)) })

const UNREADABLE: Outcome = { kind: 'retry', reason: 'answer_unreadable', answered: true }

const heard = (answer: Answer) => (answer.answered ? answer : { status: 0, body: '' })

const worked = (answer: Answer): boolean => {
  const { status } = heard(answer)
  return status >= 200 && status < 300
}

/** The id of what was made. */
const idIn = (answer: Answer): string | undefined =>
  worked(answer) ? read(WithId, heard(answer).body)?.id : undefined

/** What an answer says, where it is of the shape that is expected. */
function read<S extends v.GenericSchema>(schema: S, body: string): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(body))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** Voyado's own code, as our reasons are written: `InvalidEmailAddress` is `invalid_email_address`. */
const codeIn = (body: string): string | undefined =>
  read(Fault, body)
    ?.errorCode.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()

function verdict(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const code = codeIn(body)
  const reason = code ?? `http_${status}`
  // The key, its rights, the address, the contact type: somebody's to mend, and nobody is lost.
  if (status < 400 || [401, 403, 404].includes(status) || code === 'invalid_contact_type') {
    return { kind: 'parked', reason }
  }
  return { kind: 'refused', reason }
}

const SEEN_THERE: Finding[] = [
  {
    what: 'scope',
    ok: true,
    detail:
      'Whether the key may also make contacts and subscriptions and send stock levels cannot be seen without doing it: GET /v1/destinations tells it of the first ones.',
  },
  {
    what: 'flow',
    ok: true,
    detail:
      'Whether a back-in-stock automation is live in Engage cannot be seen from here. Without one Voyado takes subscriptions and sends nothing.',
  },
]

/** Looks up a contact that cannot exist, with and without the contact type: changes nothing. */
async function check(voyage: Voyage): Promise<Finding[]> {
  const { send, options, context } = voyage
  const nobody = { email: `shelfbell-check-${crypto.randomUUID()}@example.com` }
  const key = keyFinding(await lookUp(send, nobody))
  const { contactType } = options
  const type = key.ok && typeFinding(await lookUp(send, { ...nobody, contactType }), contactType)
  const { defaultLocale } = context.shop.settings
  const catalog: Finding = {
    what: 'catalog',
    ok: true,
    detail: `The product feeds in Engage cannot be seen from here. There must be one for each locale that people subscribe in (without a locale of their own: ${defaultLocale}), with every sku, also while it is out of stock.`,
  }
  return [key, ...(type ? [type] : []), catalog, ...SEEN_THERE]
}

function keyFinding(answer: Answer): Finding {
  const what = 'key'
  if (!answer.answered) {
    const detail = `Voyado did not answer (${answer.reason}). Look whether baseUrl is your own, https://CLIENT.voyado.com.`
    return { what, ok: false, detail }
  }
  const { status, body } = answer
  if (codeIn(body) === 'contact_not_found') {
    return { what, ok: true, detail: 'Voyado takes the key: it may look up contacts.' }
  }
  if (status === 401 || status === 403) {
    const detail = `Voyado refuses the key (${status}). Ask for a key of Shelfbell's own for API v3, without a list of allowed IP addresses; where the key is right, try keyHeader x-api-key.`
    return { what, ok: false, detail }
  }
  const detail = `Asked for a contact that cannot exist, Voyado answered ${status} and not ContactNotFound. Look whether baseUrl is your own, https://CLIENT.voyado.com.`
  return { what, ok: false, detail }
}

function typeFinding(answer: Answer, contactType: string): Finding {
  const what = 'contact_type'
  const code = answer.answered ? codeIn(answer.body) : undefined
  if (code === 'contact_not_found') {
    return { what, ok: true, detail: `Voyado knows the contact type ${contactType}.` }
  }
  const said = code ?? (answer.answered ? `http_${answer.status}` : answer.reason)
  const detail = `Voyado does not take the contact type ${contactType} (${said}). Set contactType to the id of one of your contact types, for example Contact.`
  return { what, ok: false, detail }
}
