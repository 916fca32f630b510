/**
 * Quantities of BigCommerce's inventory: the sum over the locations that sell. A quantity that cannot
 * be read is unknown, never zero.
 */
import * as v from 'valibot'
import { Amount, Flag, Id, List, needed, NeededList, orNothing, Word } from '../../../lenient.ts'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { readableItems } from '../readable.ts'
import { getJson, hasMore, Paged } from './api.ts'
import { ITEMS_PER_PAGE } from './limits.ts'
import type { BigcommerceOptions } from './options.ts'

const Location = v.object({
  location_id: Amount,
  location_enabled: Flag,
  available_to_sell: Amount,
  total_inventory_onhand: Amount,
  settings: orNothing(v.object({ safety_stock: Amount, is_in_stock: Flag })),
})
type Location = v.InferOutput<typeof Location>

const Item = v.object({
  identity: v.object({ variant_id: Id, product_id: Id, sku: Word }),
  locations: orNothing(NeededList),
})
type Item = v.InferOutput<typeof Item>

/** Quantities by `v` and a variant's id, by `s` and its SKU, or by `p` and a product's id. */
export type Quantities = ReadonlyMap<string, number>

/** Reads the quantities of products: one request, or more if they have many variants. */
export async function readQuantities(
  env: Env,
  options: BigcommerceOptions,
  productIds: readonly number[],
  faults: ItemFaults,
): Promise<{ kind: 'counted'; quantities: Quantities; restSeconds: number } | SourceFailure> {
  const quantities = new Map<string, number>()
  const seen = new Set<string>()
  let restSeconds = 0
  for (let page = 1, isMore = productIds.length > 0; isMore; page += 1) {
    const query = `product_id:in=${productIds.join(',')}&limit=${ITEMS_PER_PAGE}&page=${page}`
    const read = await getJson(env, options, `/v3/inventory/items?${query}`, Paged)
    if (read.kind === 'failed') return read
    restSeconds = Math.max(restSeconds, read.restSeconds)
    const { data } = read.value
    const before = seen.size
    for (const item of readableItems(Item, data, faults, nameOf)) {
      const { variant_id: variant, product_id: product, sku } = item.identity
      const keys = [variant && `v${variant}`, sku && `s${sku}`, product && `p${product}`]
      const quantity = quantityOf(item, options)
      if (quantity === undefined) faults.note(nameOf(item), 'level_unknown')
      for (const key of keys) {
        if (!key) continue
        seen.add(key)
        // With tracking by product, this is the sum over all its variants.
        if (quantity !== undefined) quantities.set(key, quantity)
      }
    }
    // Without page numbers in the answers, a page that brings nothing new is the last.
    const isNew = read.value.meta !== undefined || seen.size > before
    isMore = isNew && hasMore(read.value, page, ITEMS_PER_PAGE)
  }
  return { kind: 'counted', quantities, restSeconds }
}

const Named = v.object({ identity: v.object({ product_id: needed(Id) }) })

/** `inventory of product 7`, if the item names it. */
function nameOf(item: unknown): string {
  const named = v.safeParse(Named, item)
  return named.success ? `inventory of product ${named.output.identity.product_id}` : 'inventory'
}

/** The sum over the locations. If one of them is unknown and the others have nothing, it is unknown. */
function quantityOf(
  { locations: listed }: Item,
  { locations: chosen }: BigcommerceOptions,
): number | undefined {
  if (!listed) return undefined
  let sum = 0
  let isUnknown = false
  for (const one of v.parse(List, listed)) {
    const read = v.safeParse(Location, one)
    const quantity = read.success ? soldAt(read.output, chosen) : undefined
    sum += quantity ?? 0
    isUnknown ||= quantity === undefined
  }
  return isUnknown && sum === 0 ? undefined : sum
}

/** The units that a location can sell; undefined if that is unknown. */
function soldAt(
  {
    location_id: id,
    location_enabled,
    available_to_sell,
    total_inventory_onhand,
    settings,
  }: Location,
  chosen: readonly number[] | undefined,
): number | undefined {
  if (location_enabled === false || settings?.is_in_stock === false) return 0
  if (chosen) {
    if (id === undefined) return undefined
    if (!chosen.includes(id)) return 0
  }
  // "Total inventory on hand minus the safety stock" (BigCommerce's Inventory API).
  const computed =
    total_inventory_onhand === undefined
      ? undefined
      : total_inventory_onhand - (settings?.safety_stock ?? 0)
  const quantity = available_to_sell ?? computed
  return quantity === undefined ? undefined : Math.max(0, quantity)
}
