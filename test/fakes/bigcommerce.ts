/**
 * BigCommerce's catalogue and inventory, as strict as their documentation: the access token in its
 * header, `Accept` required, pages of at most 250 products and 1,000 items, and the headers of the
 * rate limit. `PUT /SCENE/shelf` sets the products and levels.
 */
import { type Answer, type FakeSystem, startUpstream } from './upstream.ts'

export const ACCESS_TOKEN = 'bc-access-token-4e21'

export interface ShelfProduct {
  id: number
  inventory_tracking: string
  is_visible: boolean
  availability: string
  base_variant_id?: number
  variants: { id: number; product_id: number; sku: string; purchasing_disabled: boolean }[]
}
export interface ShelfItem {
  identity: { sku: string; variant_id?: number; product_id: number }
  locations: {
    location_id: number
    location_enabled: boolean
    available_to_sell: number
    total_inventory_onhand: number
    settings: { safety_stock: number; is_in_stock: boolean }
  }[]
}
export interface Shelf {
  products: ShelfProduct[]
  items: ShelfItem[]
}

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
        if (headers['x-auth-token'] !== ACCESS_TOKEN) return { status: 401, body: { status: 401 } }
        if (headers['accept'] !== 'application/json') return { status: 406, body: {} }
        const answer = data(shelf, new URL(path, 'http://bc'))
        return { ...answer, headers: limits }
      },
    }),
}

function data(shelf: Shelf, { pathname, searchParams }: URL): Answer {
  const limit = Number(searchParams.get('limit') ?? 50)
  const page = Number(searchParams.get('page') ?? 1)
  const ids = (name: string) => searchParams.get(name)?.split(',').map(Number)
  const paged = (all: unknown[]): Answer => ({
    status: 200,
    body: {
      data: all.slice((page - 1) * limit, page * limit),
      meta: {
        pagination: {
          total: all.length,
          current_page: page,
          total_pages: Math.ceil(all.length / limit),
        },
      },
    },
  })
  if (pathname === '/v3/catalog/products') {
    if (limit > 250) return { status: 422, body: {} }
    const some = ids('id:in')
    const fields = searchParams.get('include_fields')?.split(',') ?? []
    const whole = searchParams.get('include') === 'variants'
    const found = shelf.products.filter(({ id }) => !some || some.includes(id))
    return paged(
      found.map((product) => ({
        id: product.id,
        ...Object.fromEntries(Object.entries(product).filter(([name]) => fields.includes(name))),
        ...(whole && { variants: product.variants }),
      })),
    )
  }
  if (pathname === '/v3/inventory/items') {
    if (limit > 1000) return { status: 422, body: {} }
    const some = ids('product_id:in')
    return paged(shelf.items.filter(({ identity }) => !some || some.includes(identity.product_id)))
  }
  return { status: 404, body: { status: 404 } }
}
