/**
 * A Shopify shop: tokens, the Admin GraphQL API from version 2026-01 to 2026-10 with its points, and the files of
 * bulk operations. A test sets the shop's products with `PUT /state`, as a merchant would, and sends
 * the webhooks itself.
 */
import {
  FieldFault,
  type FieldError,
  GraphqlFault,
  readDocument,
  select,
  type Types,
} from './graphql.ts'
import { type Answer, type Received, type FakeSystem, startUpstream } from './upstream.ts'

/** The keys that the fake accepts. */
export const KEYS = {
  shop: 'acme.myshopify.com',
  accessToken: 'shpat_0123456789abcdef',
  clientId: 'client-0123456789',
  clientSecret: 'shpss_0123456789abcdef',
  version: '2026-10',
}

/** The versions in which everything below exists; the versions before have no `bulkOperation(id:)`. */
const VERSIONS = new Set(['2026-01', '2026-04', '2026-07', '2026-10'])

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
  /** Shopify answers with an internal error and nothing else wherever it has to compute this variant. */
  failing?: true
  /** Shopify fails to compute this field of it; everything else it answers. */
  failingField?: 'sku' | 'title' | 'price' | 'media' | 'inventoryQuantity'
  /** The address of its own picture. */
  picture?: string
  /** Values by `namespace.key`. */
  metafields?: Record<string, string>
}

export interface FakeProduct {
  id: string
  title?: string
  status?: string
  vendor?: string
  tags?: string[]
  metafields?: Record<string, string>
  /** Whether it is published to the online store. */
  published?: boolean
  /** Its page, instead of the one that the fake makes up. */
  page?: string
  variants: FakeVariant[]
}

type Whole = FakeVariant & {
  product: FakeProduct
  kind: string
  /** Of an inventory item: its variants. */
  shares?: Whole[]
}

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

/** The value of a field, unless Shopify fails to compute it. */
const unless = (whole: Whole, field: FakeVariant['failingField'], value: unknown): unknown => {
  if (whole.failing) throw new GraphqlFault('Something went wrong', 'INTERNAL_SERVER_ERROR')
  if (field !== undefined && whole.failingField === field) throw new FieldFault('Internal error')
  return value
}

interface Page {
  first: number
  after?: string | null
}

/** A page of a connection. */
function pageOf(all: readonly object[], { first, after }: Page) {
  if (first > 250) throw new GraphqlFault('first is too large')
  const start = Number(after ?? 0)
  const end = start + first
  const hasNextPage = end < all.length
  const pageInfo = { hasNextPage, endCursor: hasNextPage ? String(end) : null }
  return { nodes: all.slice(start, end), pageInfo }
}

/** `metafield(namespace:, key:)` of a variant or a product. */
const metafield = {
  type: 'Metafield',
  needs: ['key'],
  takes: ['namespace'],
  get: (
    { metafields = {} }: { metafields?: Record<string, string> },
    { namespace, key }: { namespace: string; key: string },
  ) => {
    const value = metafields[`${namespace}.${key}`]
    return value === undefined ? null : { value }
  },
}

const REQUIRED = { required: true } as const
const LIST = { required: true, listsRequired: true } as const

/**
 * The fields that Shelfbell asks for, with Shopify's own types: as its introspection has them in all of
 * `VERSIONS`. What Shopify has deprecated (`InventoryItem.variant`, `ProductVariant.image`) is left out.
 */
const OBJECTS: Types = {
  Shop: { currencyCode: { ...REQUIRED, get: () => 'SEK' } },
  Image: { url: REQUIRED },
  Metafield: { value: REQUIRED },
  MediaPreviewImage: { image: { type: 'Image' } },
  Media: { id: REQUIRED, preview: { type: 'MediaPreviewImage' } },
  MediaConnection: {
    nodes: { ...LIST, type: 'Media' },
    edges: { ...LIST, type: 'MediaEdge' },
  },
  MediaEdge: { node: { ...REQUIRED, type: 'Media' } },
  PageInfo: { hasNextPage: REQUIRED, endCursor: {} },
  InventoryItem: {
    id: { ...REQUIRED, get: ({ item }: Whole) => gid('InventoryItem', item) },
    tracked: { ...REQUIRED, get: ({ tracked = true }: Whole) => tracked },
    variants: {
      type: 'ProductVariantConnection',
      needs: ['first'],
      takes: ['after'],
      get: ({ shares = [] }: Whole, page: Page) => pageOf(shares, page),
    },
  },
  ProductVariant: {
    id: { ...REQUIRED, get: ({ id }: Whole) => gid('ProductVariant', id) },
    sku: { get: (whole: Whole) => unless(whole, 'sku', whole.sku) },
    title: {
      ...REQUIRED,
      get: (whole: Whole) => unless(whole, 'title', whole.title ?? 'Default Title'),
    },
    price: { ...REQUIRED, get: (whole: Whole) => unless(whole, 'price', whole.price ?? '39.00') },
    availableForSale: { ...REQUIRED, get: forSale },
    inventoryQuantity: {
      get: (whole: Whole) => unless(whole, 'inventoryQuantity', whole.quantity),
    },
    inventoryPolicy: { ...REQUIRED, get: ({ policy }: Whole) => policy ?? 'DENY' },
    inventoryItem: { ...REQUIRED, type: 'InventoryItem', get: (whole: Whole) => whole },
    media: {
      ...REQUIRED,
      type: 'MediaConnection',
      takes: ['first'],
      get: (whole: Whole) => unless(whole, 'media', mediaOf(whole)),
    },
    product: { ...REQUIRED, type: 'Product' },
    metafield,
  },
  ProductVariantConnection: {
    nodes: { ...LIST, type: 'ProductVariant' },
    pageInfo: { ...REQUIRED, type: 'PageInfo' },
    edges: { ...LIST, type: 'ProductVariantEdge' },
  },
  ProductVariantEdge: {
    node: { ...REQUIRED, type: 'ProductVariant', get: (whole: Whole) => whole },
  },
  Product: {
    id: { ...REQUIRED, get: ({ id }: FakeProduct) => gid('Product', id) },
    title: { ...REQUIRED, get: ({ title }: FakeProduct) => title ?? 'Harbour tee' },
    vendor: { ...REQUIRED, get: ({ vendor }: FakeProduct) => vendor ?? 'Acme' },
    tags: { ...LIST, get: ({ tags }: FakeProduct) => tags ?? [] },
    metafield,
    status: { ...REQUIRED, get: ({ status }: FakeProduct) => status ?? 'ACTIVE' },
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
      ...REQUIRED,
      type: 'ProductVariantConnection',
      needs: ['first'],
      takes: ['after'],
      get: (product: FakeProduct, page: Page) => pageOf(wholes([product]), page),
    },
  },
  WebhookSubscription: { id: REQUIRED },
  WebhookSubscriptionCreatePayload: {
    userErrors: { ...LIST, type: 'UserError' },
    webhookSubscription: { type: 'WebhookSubscription' },
  },
  UserError: { field: {}, message: REQUIRED },
  BulkOperation: {
    id: REQUIRED,
    status: REQUIRED,
    url: {},
    partialDataUrl: {},
    objectCount: REQUIRED,
    errorCode: {},
  },
  BulkOperationUserError: { field: {}, message: REQUIRED },
  BulkOperationRunQueryPayload: {
    bulkOperation: { type: 'BulkOperation' },
    userErrors: { ...LIST, type: 'BulkOperationUserError' },
  },
}

/** A variant has at most one medium of its own. */
const mediaOf = ({ id, picture }: Whole) => {
  const media =
    picture === undefined
      ? []
      : [{ id: gid('MediaImage', id), preview: { image: { url: picture } } }]
  return { nodes: media, edges: media.map((node) => ({ node })) }
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
  const made = { id, objectCount: '0', url: null, partialDataUrl: null, errorCode: null }
  // `received` does not include the present request.
  const looked = looks(received, id) + 1
  if (scene === 'bulk-slow' && looked <= 2) return { ...made, status: 'RUNNING' }
  if (scene === 'bulk-fails' && !received.slice(0, index).some(isStart)) {
    return { ...made, status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' }
  }
  const count = wholes(stateOf(received.slice(0, index))).length
  if (scene === 'bulk-breaks') {
    const partialDataUrl = `${base}/files/${index}`
    return { ...made, status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', partialDataUrl }
  }
  if (count === 0) return { ...made, status: 'COMPLETED' }
  return { ...made, status: 'COMPLETED', objectCount: String(count), url: `${base}/files/${index}` }
}

interface BulkNode {
  id: string
  media: { edges: { node: object }[] }
}

/** An operation's result file: the requested fields of the shop's state when it started. */
function file(scene: string, received: Received[], index: number): Answer {
  const begun = received[index]
  if (!begun) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
  const { query, variables } = begun.body as { query: string; variables: { query: string } }
  const isGrouped = query.includes('groupObjects: true')
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
    productVariants: { edges: { node: BulkNode }[] }
  }
  // Each object of a connection is a line of its own. Grouped, it stands below what it belongs to.
  const children: string[] = []
  const all = productVariants.edges.flatMap(({ node: { media, ...node } }) => {
    const own = media.edges.map(({ node: one }) => JSON.stringify({ ...one, __parentId: node.id }))
    if (isGrouped) return [JSON.stringify(node), ...own]
    children.push(...own)
    return JSON.stringify(node)
  })
  const lines = [...all, ...children].slice(0, scene === 'bulk-breaks' ? -1 : undefined)
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
      shop: { ...REQUIRED, type: 'Shop', get: () => ({}) },
      nodes: {
        ...REQUIRED,
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
      inventoryItem: {
        type: 'InventoryItem',
        needs: ['id'],
        get: (_: object, { id }: { id: string }) => nodeOf(all, id),
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
        takes: ['groupObjects'],
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
    const errors: FieldError[] = []
    const data = select(types, document.name, {}, document.selections ?? [], errors)
    return answer({ data, ...(errors.length > 0 && { errors }) })
  } catch (error) {
    if (!(error instanceof GraphqlFault)) throw error
    const extensions = { code: error.code }
    return { status: 200, body: { errors: [{ message: error.message, extensions }] } }
  }
}

const nodeOf = (all: Whole[], id: string): object | null => {
  const variant = all.find((one) => gid('ProductVariant', one.id) === id)
  if (variant) return variant
  const shares = all.filter((one) => gid('InventoryItem', one.item) === id)
  return shares[0] ? { ...shares[0], kind: 'InventoryItem', shares } : null
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
        const version = /^\/admin\/api\/([\d-]+)\/graphql\.json$/.exec(path)?.[1] ?? ''
        if (!VERSIONS.has(version)) return { status: 404 }
        const token = headers['x-shopify-access-token']
        if (token !== KEYS.accessToken && token !== 'shpat_of-today') {
          return { status: 401, body: { errors: '[API] Invalid API key or access token' } }
        }
        if (headers['content-type'] !== 'application/json') return { status: 415 }
        return graphql(request, scene, before)
      },
    }),
}
