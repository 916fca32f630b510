/** A store of BigCommerce on its fake, and its webhooks, for the tests of the source. */
import {
  ACCESS_TOKEN,
  type Shelf,
  type ShelfItem,
  type ShelfProduct,
} from '../../fakes/bigcommerce.ts'
import type { Received } from '../../fakes/upstream.ts'
import { fakeUrl, table } from '../../worker/harness.ts'

export const SECRET = 'bigcommerce-hook-secret'

export const product = (
  id: number,
  sku: string,
  changes: Partial<ShelfProduct> = {},
): ShelfProduct => ({
  id,
  inventory_tracking: 'variant',
  is_visible: true,
  availability: 'available',
  categories: [23, 21],
  brand_id: 36,
  preorder_release_date: null,
  variants: [{ id: id + 1000, product_id: id, sku, purchasing_disabled: false }],
  ...changes,
})

export const location = (location_id: number, available_to_sell: number, enabled = true) => ({
  location_id,
  location_enabled: enabled,
  available_to_sell,
  total_inventory_onhand: available_to_sell,
  settings: { safety_stock: 0, is_in_stock: true },
})
export const item = (id: number, sku: string, ...locations: ShelfItem['locations']): ShelfItem => ({
  identity: { sku, variant_id: id + 1000, product_id: id },
  locations,
})

export function bigcommerce(scene = 'good') {
  const baseUrl = fakeUrl('bigcommerce', scene)
  return {
    options: { type: 'bigcommerce', baseUrl, accessToken: ACCESS_TOKEN, hookSecret: SECRET },
    put: async (products: ShelfProduct[], items: ShelfItem[], odd: Partial<Shelf> = {}) => {
      const body = JSON.stringify({ products, items, ...odd })
      const answer = await fetch(`${baseUrl}/shelf`, { method: 'PUT', body })
      if (answer.status !== 204) throw new Error(`the fake answered ${answer.status}`)
    },
    asked: async () =>
      ((await (await fetch(`${baseUrl}/requests`)).json()) as Received[])
        .filter(({ method }) => method === 'GET')
        .map(({ path }) => path),
  }
}

let moment = 1_561_482_670

/** The documented payload: `value` is the change, not the level. */
export function hook(
  data: Record<string, unknown>,
  scope = 'store/sku/inventory/updated',
  secret = SECRET,
) {
  moment += 1
  const body = JSON.stringify({
    scope,
    store_id: '1025646',
    data,
    hash: '5fcdf2dd1abc3f5f0d5d2a4e6f9ac3ed11cbdb1f',
    created_at: moment,
    producer: 'stores/abc',
  })
  return { body, headers: { 'Content-Type': 'application/json', 'X-Hook-Secret': secret } }
}

export const SKU = {
  type: 'sku',
  id: 461,
  inventory: { product_id: 206, method: 'absolute', value: -5, variant_id: 1206 },
}

export async function levels() {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}
