/**
 * A Shopify shop: tokens, the Admin GraphQL API of one version with its points, and the files of
 * bulk operations. A test sets the shop's products with `PUT /state`, as a merchant would, and sends
 * the webhooks itself.
 */
import { GraphqlFault, readDocument, select, type Types } from './graphql.ts'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** The keys that the fake accepts. */
export const KEYS = {
  shop: 'acme.myshopify.com',
  accessToken: 'shpat_0123456789abcdef',
  clientId: 'client-0123456789',
  clientSecret: 'shpss_0123456789abcdef',
  version: '2026-10',
}

export interface FakeVariant {
  /** As text, because Shopify's ids are too long for a JavaScript number. */
  id: string
  item: string
  sku: string | null
  title?: string
  price?: string
  quantity: number | null
  policy?: 'CONTINUE' | 'DENY'
  tracked?: boolean
  /** Default: computed from the other fields, as Shopify does. */
  availableForSale?: boolean
  /** Shopify answers with an internal error wherever it has to compute this variant. */
  failing?: true
}

export interface FakeProduct {
  id: string
  title?: string
  status?: string
  /** Whether it is published to the online store. */
  published?: boolean
  /** Its page, instead of the one that the fake makes up. */
  page?: string
  variants: FakeVariant[]
}

type Whole = FakeVariant & { product: FakeProduct; kind: string }

const gid = (kind: string, id: string) => `gid://shopify/${kind}/${id}`
const imageOf = (name: string) => ({ url: `https://cdn.shopify.example/${name}.jpg` })

const stateOf = (received: Received[]): FakeProduct[] =>
  (received.findLast(({ method }) => method === 'PUT')?.body ?? []) as FakeProduct[]

const wholes = (products: FakeProduct[]): Whole[] =>
  products.flatMap((product) =>
    product.variants.map((one) => ({ ...one, product, kind: 'ProductVariant' })),
  )

const forSale = ({ availableForSale, tracked = true, policy, quantity, product }: Whole) =>
  availableForSale ??
  ((product.status ?? 'ACTIVE') === 'ACTIVE' &&
    (!tracked || policy === 'CONTINUE' || (quantity ?? 0) > 0))

const OBJECTS: Types = {
  Shop: { currencyCode: { get: () => 'SEK' } },
  Image: { url: {} },
  MediaPreviewImage: { image: { type: 'Image' } },
  Media: { preview: { type: 'MediaPreviewImage' } },
  PageInfo: { hasNextPage: {}, endCursor: {} },
  InventoryItem: {
    id: { get: ({ item }: Whole) => gid('InventoryItem', item) },
    tracked: { get: ({ tracked = true }: Whole) => tracked },
    variant: { type: 'ProductVariant', get: (whole: Whole) => whole },
  },
  ProductVariant: {
    id: { get: ({ id }: Whole) => gid('ProductVariant', id) },
    sku: {
      get: ({ sku, failing }: Whole) => {
        if (failing) throw new GraphqlFault('Something went wrong', 'INTERNAL_SERVER_ERROR')
        return sku
      },
    },
    title: { get: ({ title }: Whole) => title ?? 'Default Title' },
    price: { get: ({ price }: Whole) => price ?? '39.00' },
    availableForSale: { get: forSale },
    inventoryQuantity: { get: ({ quantity }: Whole) => quantity },
    inventoryPolicy: { get: ({ policy }: Whole) => policy ?? 'DENY' },
    inventoryItem: { type: 'InventoryItem', get: (whole: Whole) => whole },
    image: { type: 'Image', get: () => null },
    product: { type: 'Product' },
  },
  ProductVariantConnection: {
    nodes: { type: 'ProductVariant' },
    pageInfo: { type: 'PageInfo' },
    edges: { type: 'ProductVariantEdge' },
  },
  ProductVariantEdge: { node: { type: 'ProductVariant', get: (whole: Whole) => whole } },
  Product: {
    id: { get: ({ id }: FakeProduct) => gid('Product', id) },
    title: { get: ({ title }: FakeProduct) => title ?? 'Harbour tee' },
    status: { get: ({ status }: FakeProduct) => status ?? 'ACTIVE' },
    onlineStoreUrl: {
      get: ({ published = true, status = 'ACTIVE', id, page }: FakeProduct) =>
        published && status === 'ACTIVE'
          ? (page ?? `https://acme.example/products/tee-${id}`)
          : null,
    },
    featuredMedia: {
      type: 'Media',
      get: ({ id }: FakeProduct) => ({ preview: { image: imageOf(id) } }),
    },
    variants: {
      type: 'ProductVariantConnection',
      needs: ['first'],
      get: (product: FakeProduct, { first, after }: { first: number; after?: string | null }) => {
        if (first > 250) throw new GraphqlFault('first is too large')
        const start = Number(after ?? 0)
        const end = start + first
        const hasNextPage = end < product.variants.length
        return {
          nodes: wholes([product]).slice(start, end),
          pageInfo: { hasNextPage, endCursor: hasNextPage ? String(end) : null },
        }
      },
    },
  },
  WebhookSubscription: { id: {} },
  WebhookSubscriptionCreatePayload: {
    userErrors: { type: 'UserError' },
    webhookSubscription: { type: 'WebhookSubscription' },
  },
  UserError: { field: {}, message: {} },
  BulkOperation: { id: {}, status: {}, url: {}, objectCount: {}, errorCode: {} },
  BulkOperationUserError: { field: {}, message: {} },
  BulkOperationRunQueryPayload: {
    bulkOperation: { type: 'BulkOperation' },
    userErrors: { type: 'BulkOperationUserError' },
  },
}

const TOPICS = new Set([
  'INVENTORY_LEVELS_UPDATE',
  'PRODUCTS_UPDATE',
  'VARIANTS_IN_STOCK',
  'VARIANTS_OUT_OF_STOCK',
])

const isStart = ({ text }: Received) => text.includes('bulkOperationRunQuery')
const looks = (received: Received[], id: string) =>
  received.filter(({ text }) => text.includes('bulkOperation(id') && text.includes(id)).length

/** The present state of the operation that the nth request of the scene started. */
function operation(scene: string, received: Received[], id: string, base: string): object | null {
  const index = Number(id.split('/').at(-1))
  if (!received[index] || !isStart(received[index])) return null
  const made = { id, objectCount: '0', url: null, errorCode: null }
  // `received` does not include the present request.
  const looked = looks(received, id) + 1
  if (scene === 'bulk-slow' && looked <= 2) return { ...made, status: 'RUNNING' }
  if (scene === 'bulk-fails' && !received.slice(0, index).some(isStart)) {
    return { ...made, status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' }
  }
  const count = wholes(stateOf(received.slice(0, index))).length
  if (count === 0) return { ...made, status: 'COMPLETED' }
  return { ...made, status: 'COMPLETED', objectCount: String(count), url: `${base}/files/${index}` }
}

/** An operation's result file: the requested fields of the shop's state when it started. */
function file(scene: string, received: Received[], index: number): Answer {
  const begun = received[index]
  if (!begun) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
  const { variables } = begun.body as { variables: { query: string } }
  const inner = readDocument(variables.query, {})
  const source = { all: wholes(stateOf(received.slice(0, index))) }
  const types: Types = {
    ...OBJECTS,
    Query: {
      productVariants: {
        type: 'ProductVariantConnection',
        get: ({ all }: { all: Whole[] }) => ({ edges: all }),
      },
    },
  }
  const { productVariants } = select(types, 'Query', source, inner.selections ?? []) as {
    productVariants: { edges: { node: object }[] }
  }
  const lines = productVariants.edges.map(({ node }) => JSON.stringify(node))
  const text = scene === 'broken' ? `${lines.join('\n')}\n{"id":"gid` : `${lines.join('\n')}\n`
  const type = { 'Content-Type': 'application/jsonl' }
  if (scene === 'cut-off') {
    const headers = { ...type, 'Content-Length': String(text.length + 100), Connection: 'close' }
    return { status: 200, headers, body: text }
  }
  return { status: 200, headers: type, body: text }
}

function graphql(request: Received, scene: string, before: Received[]): Answer {
  const body = request.body as { query: string; variables?: Record<string, unknown> }
  const requested = before.filter(({ path }) => path.endsWith('/graphql.json')).length
  const throttled = scene === 'points-run-out' && requested % 2 === 0
  const cost = {
    requestedQueryCost: 102,
    actualQueryCost: throttled ? null : 52,
    throttleStatus: {
      maximumAvailable: 2000,
      currentlyAvailable: throttled ? 2 : 1898,
      restoreRate: 100,
    },
  }
  const answer = (rest: object): Answer => ({
    status: 200,
    body: { ...rest, extensions: { cost } },
  })
  if (throttled || scene === 'no-points') {
    return answer({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] })
  }
  if (scene === 'no-scope') {
    const extensions = { code: 'ACCESS_DENIED', requiredAccess: '`read_products` access scope.' }
    return answer({ data: null, errors: [{ message: 'Access denied for x field.', extensions }] })
  }
  const all = wholes(stateOf(before))
  const types: Types = {
    ...OBJECTS,
    query: {
      shop: { type: 'Shop', get: () => ({}) },
      nodes: {
        type: 'Node',
        needs: ['ids'],
        get: (_: object, { ids }: { ids: string[] }) => {
          if (ids.length > 250) throw new GraphqlFault('The input array size is greater than 250')
          return ids.map((id) => nodeOf(all, id))
        },
      },
      product: {
        type: 'Product',
        needs: ['id'],
        get: (_: object, { id }: { id: string }) =>
          stateOf(before).find((one) => gid('Product', one.id) === id),
      },
      bulkOperation: {
        type: 'BulkOperation',
        needs: ['id'],
        get: (_: object, { id }: { id: string }) => operation(scene, before, id, request.base),
      },
    },
    mutation: {
      webhookSubscriptionCreate: {
        type: 'WebhookSubscriptionCreatePayload',
        needs: ['topic', 'webhookSubscription'],
        get: (_: object, args: { topic: string; webhookSubscription: { uri?: string } }) => {
          const { uri = '' } = args.webhookSubscription
          const good = TOPICS.has(args.topic) && /^https:\/\/[^/]+\/hooks\/shopify\/pk_/.test(uri)
          return good
            ? { userErrors: [], webhookSubscription: { id: gid('WebhookSubscription', '1') } }
            : { userErrors: [{ field: null, message: 'invalid' }], webhookSubscription: null }
        },
      },
      bulkOperationRunQuery: {
        type: 'BulkOperationRunQueryPayload',
        needs: ['query'],
        get: (_: object, { query }: { query: string }) => {
          const inner = readDocument(query, {})
          if (!query.includes('edges')) throw new GraphqlFault('A bulk query needs a connection')
          if (!inner.selections) throw new GraphqlFault('Nothing is asked for')
          if (scene === 'bulk-busy') {
            const message = 'A bulk query operation for this app and shop is already in progress.'
            return { bulkOperation: null, userErrors: [{ field: null, message }] }
          }
          const id = gid('BulkOperation', String(before.length))
          return { bulkOperation: { id, status: 'CREATED' }, userErrors: [] }
        },
      },
    },
    Node: {},
  }
  try {
    const document = readDocument(body.query, body.variables ?? {})
    return answer({ data: select(types, document.name, {}, document.selections ?? []) })
  } catch (error) {
    if (!(error instanceof GraphqlFault)) throw error
    const extensions = { code: error.code }
    return { status: 200, body: { errors: [{ message: error.message, extensions }] } }
  }
}

const nodeOf = (all: Whole[], id: string): object | null => {
  const variant = all.find((one) => gid('ProductVariant', one.id) === id)
  if (variant) return variant
  const item = all.find((one) => gid('InventoryItem', one.item) === id)
  return item ? { ...item, kind: 'InventoryItem' } : null
}

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      error: (status) => ({
        errors: status === 401 ? '[API] Invalid API key or access token' : 'x',
      }),
      answer(request, scene, before) {
        const { method, path, headers, text } = request
        if (method === 'PUT' && path === '/state') return { status: 204 }
        const stored = /^\/files\/(\d+)$/.exec(path)
        if (method === 'GET' && stored) {
          // The files are on another host, which must not get the shop's token.
          if (headers['x-shopify-access-token']) return { status: 400 }
          return file(scene, before, Number(stored[1]))
        }
        if (method !== 'POST') return { status: 404 }
        if (path === '/admin/oauth/access_token') {
          const form = new URLSearchParams(text)
          const good =
            headers['content-type'] === 'application/x-www-form-urlencoded' &&
            form.get('grant_type') === 'client_credentials' &&
            form.get('client_id') === KEYS.clientId &&
            form.get('client_secret') === KEYS.clientSecret
          if (!good) return { status: 400, body: { error: 'invalid_client' } }
          const scope = 'read_inventory,read_products'
          return { status: 200, body: { access_token: 'shpat_of-today', scope, expires_in: 86399 } }
        }
        if (path !== `/admin/api/${KEYS.version}/graphql.json`) return { status: 404 }
        const token = headers['x-shopify-access-token']
        if (token !== KEYS.accessToken && token !== 'shpat_of-today') {
          return { status: 401, body: { errors: '[API] Invalid API key or access token' } }
        }
        if (headers['content-type'] !== 'application/json') return { status: 415 }
        return graphql(request, scene, before)
      },
    }),
}
