/**
 * Voyado Engage's API v3 as a server on loopback, as strict as the documents: method, path, query,
 * headers, media type and every field of the body. Where the documents do not say what Voyado
 * answers, there is a scene for each possible answer. A scene remembers what it received: it finds a
 * contact that was created, and lists a subscription until it is deleted.
 */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** The key that the fake accepts. */
export const API_KEY = 'voyado-key-0123456789'
/** The contacts that scene `several` has for every address. */
export const NAMESAKES = [guid('namesake 1'), guid('namesake 2')] as const

const TYPES = ['Contact', 'Member']
const text = v.pipe(v.string(), v.minLength(1))
const Guid = v.pipe(v.string(), v.uuid())
const Locale = v.pipe(v.string(), v.regex(/^[a-z]{2}(-[A-Z]{2})?$/))
const Email = v.pipe(v.string(), v.regex(/^[^@\s]+@[^@\s]+\.[a-z0-9-]+$/))
const Phone = v.pipe(v.string(), v.regex(/^\+\d{8,15}$/))

const NewContact = v.pipe(
  v.strictObject({
    contactType: v.picklist(TYPES),
    email: v.optional(Email),
    mobilePhone: v.optional(Phone),
    countryCode: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
    language: v.optional(Locale),
    consents: v.optional(
      v.array(
        v.strictObject({
          id: text,
          value: v.boolean(),
          date: v.pipe(v.string(), v.isoTimestamp()),
          source: v.optional(text),
          comment: v.optional(text),
        }),
      ),
    ),
  }),
  v.check(({ email, mobilePhone }) => email !== undefined || mobilePhone !== undefined),
)
const NewSubscription = v.strictObject({
  contactId: Guid,
  sku: text,
  locale: Locale,
  externalId: v.optional(text),
})
const Levels = v.pipe(
  v.array(
    v.strictObject({
      quantity: v.pipe(v.number(), v.integer()),
      sku: text,
      locale: v.optional(Locale),
      externalId: v.optional(text),
    }),
  ),
  v.minLength(1),
)
const Preference = v.strictObject({ value: v.boolean() })

const fault = (errorCode: string, messageDetails = {}) => ({
  errorCode,
  message: errorCode,
  messageDetails,
  validationErrors: [],
})
const refuse = (status: number, code: string, details = {}): Answer => ({
  status,
  body: fault(code, details),
})
const CODES: Record<number, string> = {
  400: 'InvalidArgument',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'MultipleMatches',
  422: 'ValidationFailed',
  500: 'InvalidSystemConfiguration',
}

/** A GUID made from a name. */
function guid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(12, 15)}`,
    `8${hex.slice(15, 18)}`,
  ]
  return [...parts, hex.slice(18, 30)].join('-')
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({ answer: answerInTurn, error: (status) => fault(CODES[status] ?? 'Error') }),
}

const CONTACTS = '/api/v3/contacts'
const LEVELS = '/api/v3/inventory/stock-levels'
const SUBSCRIPTIONS = '/api/v3/inventory/backinstock/subscriptions'

/** The id of the contact with an address: one created in this scene; in `known`, any address has one. */
function contactBy(address: string, scene: string, before: Received[]): string | undefined {
  if (address.startsWith('shelfbell-check-')) return undefined
  if (scene === 'known') return guid(address)
  for (const { method, path, body } of before) {
    if (method !== 'POST' || !path.startsWith(`${CONTACTS}?`)) continue
    const made = v.safeParse(NewContact, body)
    if (!made.success) continue
    const { email, mobilePhone } = made.output
    if (email === address || mobilePhone === address) return guid(email ?? address)
  }
  return undefined
}

interface Listed {
  id: string
  contactId: string
  sku: string
  locale: string
  externalId?: string | undefined
  createdOn: string
}

/** The subscriptions of this scene. */
function subscriptionsIn(before: Received[], scene: string): Listed[] {
  const list = new Map<string, Listed>()
  for (const [index, { method, path, body, at }] of before.entries()) {
    if (method === 'DELETE') list.delete(path.slice(SUBSCRIPTIONS.length + 1))
    if (method !== 'POST' || path !== SUBSCRIPTIONS) continue
    const id = guid(`subscription ${index}`)
    list.set(id, { id, ...v.parse(NewSubscription, body), createdOn: at })
  }
  if (scene === 'there-already') {
    const id = guid('there already')
    const contactId = guid('ada@example.com')
    const createdOn = '2026-11-21T12:21:28+01:00'
    list.set(id, { id, contactId, sku: 'TEE-M', locale: 'en-us', createdOn })
  }
  return [...list.values()]
}

/** Contacts with a call that is not answered yet. */
const busy = new Set<string>()
const SLOW_MS = 20

/**
 * Voyado requires that calls about one contact do not overlap. In `one-at-a-time` an answer takes a
 * while, and the fake refuses an overlap.
 */
async function answerInTurn(request: Received, scene: string, before: Received[]): Promise<Answer> {
  if (scene !== 'one-at-a-time') return answer(request, scene, before)
  const contact = `${request.base} ${contactIn(request)}`
  if (busy.has(contact)) return refuse(409, 'ConcurrentCalls')
  busy.add(contact)
  await new Promise((wake) => setTimeout(wake, SLOW_MS))
  busy.delete(contact)
  return answer(request, scene, before)
}

/** The id of the contact that a call is about, known or not. */
function contactIn({ path, body }: Received): string | undefined {
  const { pathname, searchParams } = new URL(path, 'http://voyado')
  const { email, contactId } = (body ?? {}) as { email?: string; contactId?: string }
  const address = searchParams.get('email') ?? email
  return address ? guid(address) : (contactId ?? pathname.split('/')[4])
}

function answer(request: Received, scene: string, before: Received[]): Answer {
  const { method, headers } = request
  const { pathname: path, searchParams: query } = new URL(request.path, 'http://voyado')
  if (!headers['user-agent']) return refuse(400, 'MissingUserAgent')
  if (headers['content-type'] !== 'application/json') {
    return { status: 500, body: { message: 'An error has occurred' } }
  }
  if (headers[scene === 'other-header' ? 'x-api-key' : 'apikey'] !== API_KEY) {
    return refuse(401, 'Unauthorized')
  }
  if (path === `${CONTACTS}/id` && method === 'GET') return lookUp(query, scene, before)
  if (path === CONTACTS && method === 'POST') return makeContact(request, query, scene, before)
  if (path === SUBSCRIPTIONS && method === 'POST') return subscribe(request, scene, before)
  if (path.startsWith(LEVELS) && method === 'PUT') return takeLevels(request, path, scene)
  const [, contactId, what] = /^\/api\/v3\/contacts\/([^/]+)\/(.+)$/.exec(path) ?? []
  if (what === 'backinstock/subscriptions' && method === 'GET') {
    if (!v.is(Guid, contactId)) return refuse(400, 'InvalidArgument')
    const data = subscriptionsIn(before, scene).filter((one) => one.contactId === contactId)
    // As in Voyado's example; its text says 200.
    return { status: 202, body: { data } }
  }
  if (what === 'preferences/acceptsEmail' && method === 'POST') {
    if (scene === 'no-preferences') return refuse(403, 'Forbidden')
    return v.is(Preference, request.body)
      ? { status: 200, body: {} }
      : refuse(400, 'InvalidArgument')
  }
  if (path.startsWith(`${SUBSCRIPTIONS}/`) && method === 'DELETE') {
    const id = path.slice(SUBSCRIPTIONS.length + 1)
    const there = subscriptionsIn(before, scene).some((one) => one.id === id)
    return there ? { status: 204 } : refuse(404, 'NotFound')
  }
  return refuse(404, 'NotFound')
}

/** A sku that Voyado refuses in the scenes `odd-level` and `odd-level-v2`. */
export const ODD_SKU = 'ODD'

/**
 * As in the text of v3, `stock-levels` takes the list and there is nothing at `batch`. In `v2` it is as in the
 * swagger of v2: one level, and the list at `batch`; in `v2-crash` a list there is an error of the server.
 */
function takeLevels({ body }: Received, path: string, scene: string): Answer {
  const takes = scene.includes('v2') ? `${LEVELS}/batch` : LEVELS
  if (scene === 'refuses-levels') return refuse(400, 'InvalidArgument')
  if (path !== takes) {
    if (path !== LEVELS) return refuse(404, 'NotFound')
    return scene === 'v2-crash' ? { status: 500 } : refuse(400, 'InvalidArgument')
  }
  if (!v.is(Levels, body)) return refuse(400, 'InvalidArgument')
  const isOdd = scene.startsWith('odd-level') && body.some(({ sku }) => sku.startsWith(ODD_SKU))
  return isOdd ? refuse(400, 'InvalidArgument') : { status: 202 }
}

function lookUp(query: URLSearchParams, scene: string, before: Received[]): Answer {
  const { contactType, ...address } = Object.fromEntries(query)
  const [[key, value] = ['', ''], ...more] = Object.entries(address)
  if (more.length > 0 || !['email', 'mobilePhone'].includes(key)) {
    return refuse(400, 'InvalidSearchQuery')
  }
  if (contactType !== undefined && !TYPES.includes(contactType)) {
    return refuse(400, 'InvalidContactType')
  }
  if (key === 'email' && !v.is(Email, value)) return refuse(400, 'InvalidEmailAddress')
  if (key === 'mobilePhone' && !v.is(Phone, value)) return refuse(400, 'InvalidPhoneNumber')
  if (scene === 'several' && !value.startsWith('shelfbell-check-')) {
    return refuse(409, 'MultipleMatches', { multipleMatchesFound: NAMESAKES })
  }
  if (scene === 'several-unnamed') return refuse(409, 'MultipleMatches')
  const everybody = scene === 'there-already' ? 'known' : scene
  const id = contactBy(value, everybody, before)
  return id ? { status: 200, body: JSON.stringify(id) } : refuse(404, 'ContactNotFound')
}

function makeContact(
  { body }: Received,
  query: URLSearchParams,
  scene: string,
  before: Received[],
): Answer {
  for (const key of query.keys()) {
    if (!['source', 'storeExternalId', 'createAsUnapproved'].includes(key)) {
      return refuse(400, 'InvalidArgument')
    }
  }
  const { contactType } = v.parse(v.object({ contactType: v.optional(v.string()) }), body ?? {})
  // Without a type Voyado creates a `Member`, which no shop means.
  if (!TYPES.includes(contactType ?? '')) return refuse(400, 'InvalidContactType')
  const made = v.safeParse(NewContact, body)
  if (!made.success) return refuse(422, 'ValidationFailed')
  // As if somebody else had created it after the look-up; the next look-up finds it.
  if (scene === 'race-409') return refuse(409, 'ContactAlreadyExists')
  if (scene === 'race-422') return refuse(422, 'ValidationFailed')
  const { email, mobilePhone = '', consents = [] } = made.output
  if (contactBy(email ?? mobilePhone, scene, before)) return refuse(409, 'ContactAlreadyExists')
  if (scene === 'no-ids') return { status: 201 }
  const preferences = { acceptsEmail: false, acceptsSms: false, acceptsPostal: false }
  const id = guid(email ?? mobilePhone)
  return { status: 201, body: { id, attributes: {}, meta: { contactType }, preferences, consents } }
}

function subscribe({ body, at }: Received, scene: string, before: Received[]): Answer {
  const wanted = v.safeParse(NewSubscription, body)
  if (!wanted.success) return refuse(400, 'InvalidArgument')
  const first = !before.some(({ method, path }) => method === 'POST' && path === SUBSCRIPTIONS)
  // Voyado accepted the call, and the answer is lost.
  if (scene === 'lost-answer' && first) return refuse(500, 'Error')
  if (scene === 'duplicate') return refuse(409, 'Conflict')
  if (scene === 'no-ids') return { status: 201 }
  const id = guid(`subscription ${before.length}`)
  return { status: 201, body: { id, ...wanted.output, createdOn: at } }
}
