/**
 * BigCommerce's catalogue and inventory, as strict as their documentation: the access token in its
 * header, `Accept` required, pages of at most 250 products and 1,000 items, whole ids in filters, and
 * the headers of the rate limit. `PUT /SCENE/shelf` sets the products and levels.
 */
import { type Answer, type FakeSystem, startUpstream } from './upstream.ts'

export const ACCESS_TOKEN = 'bc-access-token-4e21'

type Json = Record<string, unknown>

export interface ShelfProduct extends Json {
  id: number
  inventory_tracking: string
  is_visible: boolean
  availability: string
  base_variant_id?: number
  variants: ({ id: number; product_id: number; sku: string; purchasing_disabled: boolean } & Json)[]
}
export interface ShelfItem extends Json {
  identity: { sku: string; variant_id?: number; product_id: number }
  locations: {
    location_id: number
    location_enabled: boolean
    available_to_sell: number
    total_inventory_onhand: number
    settings: { safety_stock: number; is_in_stock: boolean }
  }[]
  /** The product whose filter finds the item, if its identity is broken. Not part of the answer. */
  of?: number
}
export interface Shelf {
  products: ShelfProduct[]
  items: ShelfItem[]
  /** Ids of products that make every answer fail that has more than their id; and the status. */
  failing?: Record<number, number>
  /** The same for products whose inventory fails. */
  failingInventory?: Record<number, number>
  /** The store's answers have no `meta`. */
  withoutMeta?: boolean
}

/** Fields that `include_fields` may name (ProductFull of the Catalog API), as far as a source needs them. */
const FIELDS = new Set([
  'name',
  'type',
  'sku',
  'price',
  'inventory_level',
  'inventory_tracking',
  'is_visible',
  'availability',
  'base_variant_id',
  'categories',
  'brand_id',
  'preorder_release_date',
])

/** The ErrorResponse of the Catalog and Inventory APIs. */
const fault = (status: number): Answer => ({
  status,
  body: {
    status,
    title: 'x',
    type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
    errors: {},
  },
})

export const fake: FakeSystem = {
  start: () =>
    startUpstream({
      answer: ({ method, path, headers }, scene, before) => {
        if (method === 'PUT') return { status: 204 }
        const put = before.findLast((one) => one.method === 'PUT')
        const shelf = (put?.body ?? { products: [], items: [] }) as Shelf
        if (scene === 'down') return { status: 503, body: '<html>' }
        if (scene === 'broken') return { status: 200, body: { data: 'soon' } }
        const limits = {
          'X-Rate-Limit-Requests-Left': scene === 'tight' ? '2' : '140',
          'X-Rate-Limit-Time-Reset-Ms': scene === 'busy' ? '90000' : '15000',
        }
        if (scene === 'busy') return { status: 429, headers: limits, body: {} }
        if (headers['x-auth-token'] !== ACCESS_TOKEN) return fault(401)
        if (headers['accept'] !== 'application/json') return fault(406)
        const answer = data(shelf, new URL(path, 'http://bc'))
        return { ...answer, headers: limits }
      },
    }),
}

function data(shelf: Shelf, { pathname, searchParams }: URL): Answer {
  const limit = Number(searchParams.get('limit') ?? 50)
  const page = Number(searchParams.get('page') ?? 1)
  const ids = (name: string) => searchParams.get(name)?.split(',').map(Number)
  const isOdd = (some: number[] | undefined) =>
    some?.some((id) => !Number.isInteger(id) || id < 1) ?? false
  const onPage = <T>(all: T[]) => all.slice((page - 1) * limit, page * limit)
  const paged = (all: unknown[]): Answer => {
    const pagination = {
      total: all.length,
      count: onPage(all).length,
      per_page: limit,
      current_page: page,
      total_pages: Math.ceil(all.length / limit),
    }
    return {
      status: 200,
      body: { data: onPage(all), ...(!shelf.withoutMeta && { meta: { pagination } }) },
    }
  }
  if (pathname === '/v3/catalog/products') {
    const some = ids('id:in')
    const fields = searchParams.get('include_fields')?.split(',') ?? []
    if (limit > 250 || isOdd(some) || fields.some((name) => !FIELDS.has(name))) return fault(422)
    const whole = searchParams.get('include') === 'variants'
    const found = shelf.products.filter(({ id }) => !some || some.includes(id))
    const failing = onPage(found).find(({ id }) => shelf.failing?.[id])
    if (failing && whole) return fault(shelf.failing?.[failing.id] ?? 500)
    return paged(
      found.map((product) => ({
        ...('id' in product && { id: product.id }),
        ...Object.fromEntries(Object.entries(product).filter(([name]) => fields.includes(name))),
        ...(whole && 'variants' in product && { variants: product.variants }),
      })),
    )
  }
  if (pathname === '/v3/inventory/items') {
    const some = ids('product_id:in')
    if (limit > 1000 || isOdd(some)) return fault(422)
    const failing = some?.find((id) => shelf.failingInventory?.[id])
    if (failing !== undefined) return fault(shelf.failingInventory?.[failing] ?? 500)
    const found = shelf.items.filter(
      ({ of, identity }) => !some || some.includes(of ?? identity.product_id),
    )
    return paged(found.map((item) => ({ ...item, of: undefined })))
  }
  return fault(404)
}
