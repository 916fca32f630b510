/**
 * A shop's own webhook receiver, as the Standard Webhooks specification describes: it verifies the
 * signature over the raw body with the specification's library, and checks the shape of every body
 * against its type.
 */
import { Webhook } from 'standardwebhooks'
import * as v from 'valibot'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** From the specification's test vector. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

const Channel = v.picklist(['email', 'sms', 'push', 'whatsapp'])
const person = {
  subscriptionId: v.pipe(v.string(), v.uuid()),
  contactId: v.pipe(v.string(), v.minLength(20)),
  customerId: v.optional(v.string()),
  sku: v.string(),
  locale: v.optional(v.string()),
  externalId: v.optional(v.string()),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1)),
  channels: v.pipe(v.array(Channel), v.minLength(1)),
  email: v.optional(v.pipe(v.string(), v.email())),
  phone: v.optional(v.pipe(v.string(), v.regex(/^\+\d+$/))),
  product: v.optional(v.looseObject({ title: v.string(), url: v.string() })),
  data: v.optional(v.record(v.string(), v.string())),
  attributes: v.optional(v.record(v.string(), v.unknown())),
  consents: v.optional(v.array(v.looseObject({ purpose: v.string(), text: v.string() }))),
}
const { subscriptionId, contactId, sku, locale, externalId } = person
/** The fields of an event about a request. It has no data of the person. */
const request = { subscriptionId, contactId, sku, locale, externalId }
const sent = v.strictObject({ destination: v.string(), messageId: v.optional(v.string()) })
/** A person in an event that has Sequenzy's name: its ids are always there. */
const asSequenzy = {
  ...person,
  product: v.looseObject({ providerProductId: v.string(), providerVariantId: v.string() }),
}
const timestamp = v.pipe(v.string(), v.isoTimestamp())
const about = <T extends string, S extends v.GenericSchema>(type: T, data: S) =>
  v.strictObject({ type: v.literal(type), timestamp, data })
const Payload = v.variant('type', [
  about('subscription.created', v.strictObject(person)),
  about('subscription.cancelled', v.strictObject(person)),
  about('restock.matched', v.strictObject({ ...person, mayFollow: v.optional(v.literal(true)) })),
  about('restock.reminder', v.strictObject({ ...person, reminder: v.picklist([1, 2]) })),
  about(
    'restock.closed',
    v.strictObject({ ...person, alternative: v.optional(v.looseObject({ sku: v.string() })) }),
  ),
  about(
    'notification.sent',
    v.strictObject({
      ...person,
      sent,
    }),
  ),
  about('ecommerce.back_in_stock_requested', v.strictObject(asSequenzy)),
  about('ecommerce.back_in_stock', v.strictObject({ ...asSequenzy, sent: v.optional(sent) })),
  about(
    'consent.given',
    v.strictObject({
      consentId: person.subscriptionId,
      contactId: person.contactId,
      customerId: person.customerId,
      locale: person.locale,
      channels: person.channels,
      email: person.email,
      phone: person.phone,
      consents: v.array(v.looseObject({ purpose: v.literal('marketing'), text: v.string() })),
    }),
  ),
  about('subscription.confirmed', v.strictObject(request)),
  about('subscription.expired', v.strictObject(request)),
  about(
    'restock.awaiting_approval',
    v.strictObject({
      restock: v.string(),
      sku: v.string(),
      locale: v.optional(v.string()),
      externalId: v.optional(v.string()),
      people: v.number(),
    }),
  ),
  about(
    'subscription.held',
    v.strictObject({
      ...request,
      restock: v.string(),
      reason: v.picklist([
        'unreachable',
        'not_handed_on',
        'not_offered',
        'product_unknown',
        'cooling_down',
        'conditions',
        'enough_today',
      ]),
    }),
  ),
  about(
    'restock.finished',
    v.strictObject({
      restock: v.string(),
      sku: v.string(),
      locale: v.optional(v.string()),
      externalId: v.optional(v.string()),
      state: v.picklist(['done', 'sold_out', 'ended']),
      served: v.number(),
      held: v.number(),
      waiting: v.number(),
    }),
  ),
  about('source.silent', v.strictObject({ source: v.string(), reason: v.optional(v.string()) })),
  about('feed.held', v.strictObject({ source: v.string(), items: v.number(), before: v.number() })),
  about('check', v.strictObject({})),
])

/** Answers the question about a restock, at a path of its own. The scene names the answer. */
const Question = about(
  'restock.last_word',
  v.strictObject({
    restock: v.string(),
    sku: v.string(),
    locale: v.optional(v.string()),
    externalId: v.optional(v.string()),
    quantity: v.number(),
    people: v.number(),
  }),
)

/** What a system might answer to it, by the name of the scene. */
const LAST_WORDS: Record<string, unknown> = {
  allow: { answer: 'allow', note: 'fields of its own' },
  hold: { answer: 'hold' },
  drop: { answer: 'drop' },
  'answers-maybe': { answer: 'maybe' },
  'answers-list': ['allow'],
  'answers-null': null,
  'answers-text': 'allow',
  'answers-page': '<html>{"answer":"allow"}</html>',
  // Longer than what the Worker reads of an answer.
  'answers-huge': { answer: 'allow', note: 'x'.repeat(70_000) },
}

/** Holds the restock that it was asked about first, and allows all others. */
function holdsTheFirst(text: string, before: Received[]): unknown {
  const restockIn = (body: string) =>
    (JSON.parse(body) as { data: { restock?: string } }).data.restock
  const first = before.find(({ path }) => path === '/last-word')?.text ?? text
  return LAST_WORDS[restockIn(first) === restockIn(text) ? 'hold' : 'allow']
}

function answer(
  { method, path, headers, text }: Received,
  scene: string,
  before: Received[],
): Answer {
  if (scene === 'redirect' && (path === '/hook' || path === '/last-word')) {
    return { status: 302, headers: { Location: 'elsewhere' } }
  }
  // Where a redirect leads: a client that follows it would find an answer.
  if (scene === 'redirect' && path === '/elsewhere') {
    return { status: 200, body: { answer: 'allow' } }
  }
  const asks = path === '/last-word'
  if (method !== 'POST' || (path !== '/hook' && !asks)) return { status: 404 }
  if (headers['content-type'] !== 'application/json') return { status: 415 }
  try {
    new Webhook(SECRET).verify(text, headers)
  } catch {
    return { status: 401, body: 'signature' }
  }
  if (asks) {
    if (!v.safeParse(Question, JSON.parse(text)).success) return { status: 422 }
    const said = scene === 'holds-the-first' ? holdsTheFirst(text, before) : LAST_WORDS[scene]
    return { status: 200, body: said === null ? 'null' : said }
  }
  return { status: v.safeParse(Payload, JSON.parse(text)).success ? 204 : 422 }
}

export const fake: FakeSystem = { start: () => startUpstream({ answer }) }
