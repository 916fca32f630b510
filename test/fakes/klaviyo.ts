/**
 * Klaviyo's endpoints that the Worker uses, as strict as the documents: method, path, query, headers,
 * media type and every field of the body, at revision 2026-07-15. Errors are the documented bodies.
 */
import * as v from 'valibot'
import {
  type Answer,
  type Book,
  type Received,
  type FakeSystem,
  startUpstream,
} from './upstream.ts'

/** The ids and the key that the fake accepts. */
export const KEYS = { companyId: 'AbC123', privateKey: 'pk_klaviyo_0123456789', listId: 'Y6nRLr' }

const nullable = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema))
const typed = <const T extends string>(type: T) => v.literal(type)

const Email = v.pipe(v.string(), v.regex(/^[^@\s]+@[^@\s]+\.[a-z-0-9]+$/, 'Invalid email address'))
const Phone = v.pipe(
  v.string(),
  v.regex(/^\+\d{8,15}$/, 'Invalid phone number format (Example of a valid format: +12345678901)'),
)
const identifiers = {
  email: nullable(Email),
  phone_number: nullable(Phone),
  external_id: nullable(v.string()),
}

/** A profile with attributes, by Klaviyo's own id or by one of its identifiers. */
const profile = <T extends v.ObjectEntries>(attributes: T) =>
  v.pipe(
    v.strictObject({
      type: typed('profile'),
      id: nullable(v.string()),
      attributes: v.strictObject(attributes),
    }),
    v.check((one) => {
      const { email, phone_number: phone, external_id: own } = one.attributes as Named
      return [one.id, email, phone, own].some((name) => typeof name === 'string')
    }, 'Missing an identifier'),
  )

interface Named {
  email?: string | null | undefined
  phone_number?: string | null | undefined
  external_id?: string | null | undefined
}

const VariantId = v.pipe(
  v.string(),
  v.regex(
    /^(\$(custom|shopify|bigcommerce|square|wix):::\$default|\$magento_two:::\d+-\d+|\$salesforce\w*:::[^\s:]+):::.+$/,
  ),
)
const CustomId = v.pipe(v.string(), v.startsWith('$custom:::$default:::'))

const Subscription = v.strictObject({
  data: v.strictObject({
    type: typed('back-in-stock-subscription'),
    attributes: v.strictObject({
      channels: v.pipe(v.array(v.picklist(['EMAIL', 'PUSH', 'SMS', 'WHATSAPP'])), v.minLength(1)),
      profile: v.strictObject({ data: profile(identifiers) }),
    }),
    relationships: v.strictObject({
      variant: v.strictObject({
        data: v.strictObject({ type: typed('catalog-variant'), id: VariantId }),
      }),
    }),
  }),
})

const Consent = v.strictObject({
  consent: typed('SUBSCRIBED'),
  consented_at: v.optional(v.pipe(v.string(), v.isoTimestamp())),
})
const Phones = v.pipe(
  v.strictObject({ marketing: v.optional(Consent), transactional: v.optional(Consent) }),
  v.check((one) => Object.keys(one).length > 0),
)
const Subscriptions = v.strictObject({
  email: v.optional(v.strictObject({ marketing: Consent })),
  sms: v.optional(Phones),
  whatsapp: v.optional(Phones),
})

/** A profile with an address for each subscribed channel. */
const agreeing = <T extends v.ObjectEntries>(attributes: T) =>
  v.pipe(
    profile({ ...attributes, subscriptions: Subscriptions }),
    v.check((one) => {
      const {
        email,
        phone_number: phone,
        subscriptions,
      } = one.attributes as Named & {
        subscriptions: v.InferOutput<typeof Subscriptions>
      }
      const over = Object.keys(subscriptions)
      return over.length > 0 && over.every((channel) => (channel === 'email' ? email : phone))
    }, 'Invalid input.'),
  )

const List = v.strictObject({
  list: v.strictObject({ data: v.strictObject({ type: typed('list'), id: v.string() }) }),
})

/** Klaviyo takes `consented_at` with a historical import, which needs it, and with nothing else. */
const isDated = ({ profiles, historical_import: isHistorical = false }: HistoricalImport) =>
  profiles.data.every(({ attributes: { subscriptions } }) =>
    Object.values(subscriptions).every(
      (one) => !one?.marketing || (one.marketing.consented_at !== undefined) === isHistorical,
    ),
  )
interface HistoricalImport {
  profiles: { data: { attributes: { subscriptions: v.InferOutput<typeof Subscriptions> } }[] }
  historical_import?: boolean | undefined
}

const ConsentJob = v.strictObject({
  data: v.strictObject({
    type: typed('profile-subscription-bulk-create-job'),
    attributes: v.pipe(
      v.strictObject({
        custom_source: nullable(v.string()),
        profiles: v.strictObject({
          data: v.pipe(
            v.array(agreeing({ email: nullable(Email), phone_number: nullable(Phone) })),
            v.minLength(1),
            v.maxLength(1000),
          ),
        }),
        historical_import: v.optional(v.boolean()),
      }),
      v.check((one) => isDated(one as HistoricalImport)),
    ),
    relationships: v.optional(List),
  }),
})

const ClientConsent = v.strictObject({
  data: v.strictObject({
    type: typed('subscription'),
    attributes: v.strictObject({
      custom_source: nullable(v.string()),
      profile: v.strictObject({
        data: agreeing(identifiers),
      }),
    }),
    relationships: List,
  }),
})

const Event = v.strictObject({
  data: v.strictObject({
    type: typed('event'),
    attributes: v.strictObject({
      unique_id: v.pipe(v.string(), v.minLength(1)),
      properties: v.record(
        v.string(),
        v.union([v.string(), v.number(), v.boolean(), v.array(v.string())]),
      ),
      metric: v.strictObject({
        data: v.strictObject({
          type: typed('metric'),
          attributes: v.strictObject({ name: v.pipe(v.string(), v.minLength(1)) }),
        }),
      }),
      profile: v.strictObject({ data: profile(identifiers) }),
    }),
  }),
})

const Variant = v.strictObject({
  type: typed('catalog-variant'),
  id: CustomId,
  attributes: v.strictObject({ inventory_quantity: v.number() }),
})
const Patch = v.strictObject({ data: Variant })
const Job = v.strictObject({
  data: v.strictObject({
    type: typed('catalog-variant-bulk-update-job'),
    attributes: v.strictObject({
      variants: v.strictObject({
        data: v.pipe(v.array(Variant), v.minLength(1), v.maxLength(100)),
      }),
    }),
  }),
})

const REVISIONS = new Set([
  '2024-10-15',
  '2025-01-15',
  '2025-04-15',
  '2025-07-15',
  '2025-10-15',
  '2026-01-15',
  '2026-04-15',
  '2026-07-15',
])
const JSON_API = 'application/vnd.api+json'

/** What a revision does not have before its date (klaviyo/openapi, compared branch by branch). */
const SINCE: [revision: string, name: string, isIn: (request: Received) => boolean][] = [
  ['2025-01-15', 'subscriptions', ({ path, text }) => isClientConsent(path) && has(text)],
  ['2025-07-15', 'whatsapp', ({ text }) => text.includes('"whatsapp":')],
  ['2026-01-15', 'WHATSAPP', ({ text }) => text.includes('"WHATSAPP"')],
  ['2026-04-15', 'page[size]', ({ path }) => decodeURIComponent(path).includes('page[size]')],
]
const isClientConsent = (path: string) => path.startsWith('/client/subscriptions')
const has = (text: string) => text.includes('"subscriptions":')

const CODES: Record<number, string> = {
  401: 'not_authenticated',
  403: 'permission_denied',
  404: 'not_found',
  409: 'duplicate_subscription',
  429: 'throttled',
}

const errors = (status: number, pointer: string, detail: string, code = CODES[status]) => ({
  errors: [
    {
      id: '0dbfce59-0d68-442d-98c5-5b834b01e28c',
      status,
      code: code ?? (status < 500 ? 'invalid' : 'error'),
      title: status === 400 ? 'Invalid input.' : detail,
      detail,
      source: { pointer },
      meta: {},
    },
  ],
})

const answer = (status: number, body?: unknown): Answer => ({
  status,
  ...(body !== undefined && { headers: { 'Content-Type': JSON_API }, body }),
})
const fault = (status: number, pointer: string, detail = 'Invalid input.', code?: string) =>
  answer(status, errors(status, pointer, detail, code))

const ACCEPTED = answer(202)

/** An endpoint: the shape of its request, and its answer. */
interface Endpoint {
  method: 'GET' | 'POST' | 'PATCH'
  path: RegExp
  schema?: v.GenericSchema
  /** `found`: the id in the path. */
  answer(body: unknown, scene: string, found: string, before: Received[]): Answer
}

const endpoint = <T extends v.GenericSchema>(
  method: Endpoint['method'],
  path: RegExp,
  schema: T,
  reply: (
    body: v.InferOutput<T>,
    scene: string,
    found: string,
    before: Received[],
  ) => Answer = () => ACCEPTED,
): Endpoint => ({ method, path, schema, answer: reply as Endpoint['answer'] })

const reading = (path: RegExp, reply: Endpoint['answer']): Endpoint => ({
  method: 'GET',
  path,
  answer: reply,
})

const unknown = (id: string, scene: string, before: Received[]) =>
  id.endsWith(':::UNKNOWN') ||
  (scene === 'learns-the-variant' && before.length === 0) ||
  (scene === 'has-only-4711' && !id.endsWith(':::4711'))

const ENDPOINTS: Endpoint[] = [
  endpoint(
    'POST',
    /^\/(?:api|client)\/back-in-stock-subscriptions$/,
    Subscription,
    ({ data }, scene, _, before) => {
      if (scene === 'duplicate') return fault(409, '/data', 'Already subscribed.')
      if (scene === 'bad-email')
        return fault(400, '/data/attributes/email', 'Invalid email address')
      if (scene === 'points-at-data') return fault(400, '/data', 'Invalid.')
      return unknown(data.relationships.variant.data.id, scene, before)
        ? fault(
            404,
            '/data/relationships/variant/data/id',
            'The variant in your relationship payload does not exist',
            'variant_not_found',
          )
        : ACCEPTED
    },
  ),
  endpoint(
    'POST',
    /^\/api\/profile-subscription-bulk-create-jobs$/,
    ConsentJob,
    ({ data }, scene, _, before) => consented(data.relationships?.list.data.id, scene, before),
  ),
  endpoint('POST', /^\/client\/subscriptions$/, ClientConsent, ({ data }, scene, _, before) =>
    consented(data.relationships.list.data.id, scene, before),
  ),
  endpoint('POST', /^\/api\/events$/, Event),
  endpoint(
    'PATCH',
    /^\/api\/catalog-variants\/([^/]+)$/,
    Patch,
    ({ data }, scene, found, before) => {
      if (found !== data.id) return fault(409, '/data/id', 'The ids differ.', 'conflict')
      if (unknown(found, scene, before)) return fault(404, '/data/id', 'Not found.')
      return answer(200, { data })
    },
  ),
  endpoint(
    'POST',
    /^\/api\/catalog-variant-bulk-update-jobs$/,
    Job,
    ({ data }, scene, _, before) => {
      if (scene === 'full-of-jobs' && before.length === 0) {
        return fault(400, '/data', 'Too many jobs are in progress.')
      }
      const { data: variants } = data.attributes.variants
      if (new Set(variants.map(({ id }) => id)).size < variants.length) {
        return fault(400, '/data/attributes/variants', 'A variant stands there twice.')
      }
      const attributes = { status: 'queued', total_count: variants.length, errors: [] }
      return answer(202, { data: { type: data.type, id: 'job', attributes } })
    },
  ),
  reading(/^\/api\/catalog-variants$/, (_, scene) => {
    const one = {
      type: 'catalog-variant',
      id: '$custom:::$default:::TEE-M',
      attributes: { sku: 'TEE-M' },
    }
    const odd = scene === 'odd-catalogue' ? { 0: one } : undefined
    return answer(200, {
      data: odd ?? (scene === 'empty-catalogue' ? [] : [one]),
      links: { next: null },
    })
  }),
  reading(/^\/api\/lists\/([^/]+)$/, (_, _scene, found) =>
    found === KEYS.listId
      ? answer(200, { data: { type: 'list', id: found, attributes: { name: 'Newsletter' } } })
      : fault(404, '/data/id', 'A list with that id does not exist.'),
  ),
]

function consented(listId: string | undefined, scene: string, before: Received[]): Answer {
  if (scene === 'consent-refused') return fault(400, '/data/attributes', 'Not in this country.')
  if (scene === 'consent-throttled' && before.length === 0) {
    return { ...fault(429, '/data/', 'Request was throttled.'), headers: { 'Retry-After': '7' } }
  }
  return listId === undefined || listId === KEYS.listId
    ? ACCEPTED
    : fault(404, '/data/relationships/list/data/id', 'No such list.')
}

const QUERIES = new Set(['fields[catalog-variant]', 'fields[list]', 'page[size]'])

function byTheBook(request: Received, scene: string, before: Received[]): Answer {
  const { method, headers } = request
  const { pathname, searchParams } = new URL(request.path, 'http://klaviyo')
  const matching = ENDPOINTS.filter(({ path }) => path.test(pathname))
  const found = matching.find((one) => one.method === method)
  if (!found) {
    return matching.length > 0
      ? fault(405, '/', 'Method not allowed.', 'method_not_allowed')
      : fault(404, '/', 'No such endpoint.')
  }
  const at = decodeURIComponent(found.path.exec(pathname)?.[1] ?? '')
  if (!headers['user-agent']) return { status: 403, body: 'error code: 1010' }
  if (!REVISIONS.has(headers['revision'] ?? '')) {
    return fault(400, '/', 'Date revision is no longer supported')
  }
  const revision = headers['revision'] ?? ''
  const early = SINCE.find(([since, , isIn]) => revision < since && isIn(request))
  if (early) return fault(400, '/data/attributes', `'${early[1]}' is not a valid field.`)
  if (headers['accept'] !== JSON_API) return fault(406, '/', 'Not acceptable.')
  if (pathname.startsWith('/client/')) {
    if (headers['authorization']) return fault(400, '/', 'No private key here.')
    if (searchParams.get('company_id') !== KEYS.companyId) {
      return fault(400, '/data', `Invalid company ID ${searchParams.get('company_id')}`)
    }
  } else {
    if (headers['authorization'] !== `Klaviyo-API-Key ${KEYS.privateKey}`) {
      return fault(401, '/data/', 'Missing or invalid private key.')
    }
    const odd = [...searchParams.keys()].find((name) => method !== 'GET' || !QUERIES.has(name))
    if (odd) return fault(400, '/', `Unknown parameter ${odd}`)
  }
  if (scene === 'may-not-read' && method === 'GET') return fault(403, '/', 'No scope.')
  if (!found.schema) return found.answer(undefined, scene, at, before)
  if (headers['content-type'] !== JSON_API) {
    return fault(415, '/', 'Unsupported media type.', 'unsupported_media_type')
  }
  const parsed = v.safeParse(found.schema, request.body)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const path = (issue.path ?? []).map(({ key }) => String(key)).join('/')
    return fault(400, `/${path}`, issue.message)
  }
  return found.answer(parsed.output, scene, at, before)
}

const book: Book = {
  answer: byTheBook,
  error: (status) => errors(status, '/data/', `Answered ${status}.`),
}

export const fake: FakeSystem = { start: () => startUpstream(book) }
