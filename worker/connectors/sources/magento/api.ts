/** Requests to Magento's REST API: the quantity of one SKU, and a list of all SKUs. */
import * as v from 'valibot'
import { Amount, Flag, List, needed, Word } from '../../../lenient.ts'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { readableItems } from '../readable.ts'
import type { MagentoOptions } from './options.ts'

/** Wrapped in an object, because `readJson` takes `undefined` for an unreadable answer. */
const Quantity = v.pipe(
  Amount,
  v.transform((quantity) => ({ quantity })),
)
/** `backorders` is 0 (none), 1 or 2 (allowed); older modules write a boolean. */
const Backorders = v.pipe(
  v.optional(v.unknown()),
  v.transform((input) => {
    const kind = v.parse(Amount, input)
    return kind === undefined ? v.parse(Flag, input) : kind > 0
  }),
)
const StockItem = v.object({ manage_stock: Flag, backorders: Backorders })
const SourceItem = v.object({ sku: needed(Word) })
const SourceItems = v.pipe(
  v.object({ items: List, total_count: Amount }),
  v.check(({ items, total_count: total }) => items.length > 0 || total !== undefined),
)

/** The quantity of a SKU. */
export type SkuQuantity = { kind: 'quantity'; quantity: number } | SourceFailure

/**
 * Statuses with which Magento says that a SKU has no quantity. 400 ("Can't check requested quantity for
 * products without Source Items support."): it is configurable, a bundle, a group, or of a module's own
 * type. 404: the quantity compares the SKU's case, and whether it is salable does not.
 * Source: `GetProductSalableQty` of magento/inventory.
 */
const NO_QUANTITY = /^http_(400|404|405|410|422|501)$/

/**
 * Reads the quantity of a SKU. A SKU that is not salable has 0. One that is salable has its salable
 * quantity; 1 if it has none; if it is below 1, the stock item says why it is salable: its stock is not
 * managed, or backorders are allowed. `failedBefore`: whether the SKU could not be read the last time,
 * either. Then salable is enough, whatever the request for the quantity ends in.
 */
export async function readQuantity(
  env: Env,
  options: MagentoOptions,
  sku: string,
  failedBefore: boolean,
): Promise<SkuQuantity> {
  const { stockId, oversell } = options
  const name = pathSegment(sku)
  const path = `inventory/is-product-salable/${name}/${stockId}`
  const salable = await ask(env, options, path, needed(Flag))
  if (salable.kind !== 'read') return salable
  if (!salable.value) return { kind: 'quantity', quantity: 0 }
  const amountPath = `inventory/get-product-salable-quantity/${name}/${stockId}`
  const amount = await ask(env, options, amountPath, Quantity)
  const isUseless = amount.kind === 'failed' && !NO_QUANTITY.test(amount.reason) && !failedBefore
  if (isUseless) return amount
  const quantity = amount.kind === 'read' ? amount.value.quantity : undefined
  if (quantity === undefined || quantity >= 1) {
    return found(stockQuantity({ quantity, available: true }, oversell))
  }
  const item = await ask(env, options, `stockItems/${name}`, StockItem)
  if (item.kind !== 'read') return item
  const { manage_stock: isManaged, backorders: oversells } = item.value
  // A SKU that is salable with no quantity and without backorders has no managed stock.
  const isUnmanaged = isManaged === undefined ? oversells === false && quantity <= 0 : !isManaged
  if (isUnmanaged) return found(stockQuantity({ available: true }, oversell))
  if (isManaged === undefined && oversells === undefined) return found(undefined)
  return found(stockQuantity({ quantity, oversells: oversells ?? quantity <= 0 }, oversell))
}

const found = (quantity: number | undefined): SkuQuantity =>
  quantity === undefined
    ? { kind: 'failed', reason: 'item_unreadable' }
    : { kind: 'quantity', quantity }

/** A page of the list of SKUs. */
export interface SkuPage {
  kind: 'listed'
  /** Without duplicates. */
  skus: string[]
  isLast: boolean
}

/**
 * Lists a page of `size` entries of the SKUs at all inventory sources, counted from 1. Entries without
 * a readable SKU are noted in `faults`.
 */
export async function listSkus(
  env: Env,
  options: MagentoOptions,
  faults: ItemFaults,
  page: number,
  size: number,
): Promise<SkuPage | SourceFailure> {
  const criteria = `searchCriteria[pageSize]=${size}&searchCriteria[currentPage]=${page}`
  const read = await ask(env, options, `inventory/source-items?${criteria}`, SourceItems)
  if (read.kind === 'failed') return read
  const { items, total_count: total = 0 } = read.value
  const readable = readableItems(SourceItem, items, faults, () => `an item of page ${page}`)
  const skus = [...new Set(readable.map(({ sku }) => sku))]
  return {
    kind: 'listed',
    skus,
    isLast: items.length < size || (total > 0 && page * size >= total),
  }
}

// Magento decodes the path once before it splits it, so a slash in a SKU is encoded twice.
const pathSegment = (sku: string) => encodeURIComponent(sku).replaceAll('%2F', '%252F')

/** Reads `path` of the REST interface; with a store code, of the interface of that store view. */
export async function ask<S extends v.GenericSchema>(
  env: Env,
  { baseUrl, token }: Pick<MagentoOptions, 'baseUrl' | 'token'>,
  path: string,
  schema: S,
  storeCode?: string,
): Promise<{ kind: 'read'; value: v.InferOutput<S> } | SourceFailure> {
  const scope = storeCode === undefined ? '' : `${storeCode}/`
  const asked = await askUpstream(env, `${baseUrl}/rest/${scope}V1/${path}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
  })
  return asked.kind === 'failed' ? asked : readJson(asked.response, schema)
}
