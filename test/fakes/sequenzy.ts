/**
 * Sequenzy's API as a server on loopback, as strict as its documents and its PHP SDK: method, path,
 * headers, media type and every field of the body. It keeps products and requests as Sequenzy's
 * documents say: an upsert replaces the list of variants, a variant without `inStock` is in stock,
 * and people are notified when a variant changes from sold out to in stock.
 */
import * as v from 'valibot'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** The key that the fake accepts, and the company that scenes `account` require. */
export const KEYS = { apiKey: 'sq_live_0123456789abcdef', companyId: 'co_acme' }

const cents = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))))
const Variant = v.strictObject({
  variantId: v.string(),
  title: v.string(),
  sku: v.optional(v.string()),
  priceCents: cents,
  compareAtPriceCents: cents,
  imageUrl: v.optional(v.nullable(v.string())),
  inStock: v.optional(v.boolean()),
  inventoryQuantity: v.optional(v.pipe(v.number(), v.integer())),
})
const Products = v.strictObject({
  products: v.pipe(
    v.array(
      v.strictObject({
        productId: v.string(),
        title: v.string(),
        url: v.optional(v.nullable(v.pipe(v.string(), v.url()))),
        imageUrl: v.optional(v.nullable(v.string())),
        priceCents: cents,
        compareAtPriceCents: cents,
        currency: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)))),
        inStock: v.optional(v.boolean()),
        variants: v.optional(v.array(Variant)),
      }),
    ),
    v.minLength(1),
    v.maxLength(100),
  ),
})
const Email = v.pipe(v.string(), v.email())
const Attributes = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))
const Request = v.strictObject({
  productId: v.string(),
  variantId: v.optional(v.string()),
  productTitle: v.optional(v.string()),
  variantTitle: v.optional(v.string()),
  customer: v.strictObject({
    email: Email,
    externalId: v.optional(v.string()),
    firstName: v.optional(v.string()),
    lastName: v.optional(v.string()),
    attributes: v.optional(Attributes),
  }),
})
const Event = v.strictObject({
  email: Email,
  event: v.string(),
  eventId: v.optional(v.string()),
  externalId: v.optional(v.string()),
  firstName: v.optional(v.string()),
  lastName: v.optional(v.string()),
  properties: v.optional(v.record(v.string(), v.unknown())),
  customAttributes: v.optional(Attributes),
})

const SCHEMAS: Record<string, v.GenericSchema> = {
  'POST /api/v1/products': Products,
  'POST /api/v1/back-in-stock': Request,
  'POST /api/v1/subscribers/events': Event,
}

/** What Sequenzy holds after some requests, and the people it has notified. */
export interface Known {
  /** By product and variant. */
  inStock: Map<string, Map<string, boolean>>
  waiting: { email: string; productId: string; variantId: string }[]
  /** In the order of notification. */
  told: string[]
}

/** Replays requests. Those that would be refused change nothing. */
export function knownAfter(requests: Received[]): Known {
  const known: Known = { inStock: new Map(), waiting: [], told: [] }
  for (const request of requests) {
    const path = `${request.method} ${request.path}`
    const products = path === 'POST /api/v1/products' && v.safeParse(Products, request.body)
    if (products && products.success) {
      for (const product of products.output.products) upsert(known, product)
    }
    const asked = path === 'POST /api/v1/back-in-stock' && v.safeParse(Request, request.body)
    if (asked && asked.success) {
      const { productId, variantId = productId, customer } = asked.output
      const { email } = customer
      const same = (one: Known['waiting'][number]) =>
        one.email === email && one.productId === productId && one.variantId === variantId
      if (!known.waiting.some(same)) known.waiting.push({ email, productId, variantId })
    }
  }
  return known
}

function upsert(
  known: Known,
  { productId, inStock, variants }: v.InferOutput<typeof Products>['products'][number],
): void {
  const before = known.inStock.get(productId) ?? new Map<string, boolean>()
  const listed = variants ?? []
  const states = listed.map((one): [string, boolean] => [
    one.variantId,
    one.inStock ?? (one.inventoryQuantity === undefined || one.inventoryQuantity > 0),
  ])
  const own = inStock ?? (variants ? states.some(([, state]) => state) : true)
  const after = new Map([[productId, own], ...(variants ? states : before), ...states])
  known.inStock.set(productId, after)
  for (const [variantId, state] of after) {
    // Sequenzy notifies nobody about a variant that it first sees in stock.
    if (!state || before.get(variantId) !== false) continue
    const isFor = (one: Known['waiting'][number]) =>
      one.productId === productId && one.variantId === variantId
    known.told.push(...known.waiting.filter(isFor).map(({ email }) => email))
    known.waiting = known.waiting.filter((one) => !isFor(one))
  }
}

const fault = (status: number, error: string): Answer => ({
  status,
  body: { success: false, error },
})

function answer(request: Received, scene: string, before: Received[]): Answer {
  const { method, headers } = request
  if (!headers['user-agent']) return fault(403, 'Forbidden')
  if (headers['authorization'] !== `Bearer ${KEYS.apiKey}`) return fault(401, 'Unauthorized')
  const company = headers['x-company-id']
  if (scene === 'account' && company !== KEYS.companyId) return fault(404, 'Company not found')
  if (scene !== 'account' && company !== undefined) return fault(404, 'Company not found')
  if (method === 'GET' && /^\/api\/v1\/products(\?limit=\d+)?$/.test(request.path)) {
    const pagination = { limit: 1, offset: 0, total: 0 }
    return { status: 200, body: { success: true, products: [], pagination } }
  }
  const schema = SCHEMAS[`${method} ${request.path}`]
  if (!schema) return fault(404, 'Not found')
  if (headers['content-type'] !== 'application/json') return fault(400, 'JSON expected')
  if (!v.safeParse(schema, request.body).success) return fault(400, 'Invalid request')
  const refused = /^(\w+)-answers-(\d{3})$/.exec(scene)
  if (refused && request.path.endsWith(refused[1] === 'request' ? 'back-in-stock' : 'products')) {
    return fault(Number(refused[2]), 'Refused')
  }
  if (scene === 'unsuccessful') return { status: 200, body: { success: false, error: 'No' } }
  if (request.path.endsWith('/back-in-stock')) {
    return { status: 200, body: { success: true, subscriberId: 'sub_abc123' } }
  }
  if (request.path.endsWith('/events')) {
    return {
      status: 200,
      body: {
        success: true,
        subscriber: { id: 'sub_abc123', email: 'a@b.example', created: true },
        event: { id: 'evt_1', name: 'back_in_stock', definitionCreated: false },
      },
    }
  }
  const told = (some: Received[]) => knownAfter(some).told.length
  return {
    status: 200,
    body: {
      success: true,
      upserted: v.parse(Products, request.body).products.length,
      backInStockEventsTriggered: told([...before, request]) - told(before),
      products: [],
    },
  }
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({ answer, error: (status) => ({ success: false, error: `Error ${status}` }) }),
}
