/**
 * Products that are disabled. Magento calls a disabled product salable as long as it has stock, but its
 * page answers 404. So SKUs with a level above 0 are looked up in the catalogue, several in one request.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { Amount, each, needed, Word } from '../../../lenient.ts'
import type { ItemFaults } from '../item-faults.ts'
import { ask } from './api.ts'
import type { MagentoOptions } from './options.ts'

const Product = v.object({ sku: needed(Word), status: Amount })
const Products = v.object({ items: each(Product) })
/** `status` of a product: 1 is enabled. */
const DISABLED = 2

/** The levels, with 0 for disabled products. */
export type WithoutDisabled = (levels: StockLevel[]) => Promise<StockLevel[]>

/**
 * Looks for disabled products during one run, and notes each in `faults`. If the
 * catalogue cannot be read, perhaps because the token lacks the right, every product counts as enabled and
 * the run does not try again. The status differs between store views, and Magento does not say which store
 * view another stock than the default one belongs to: `storeCode` does.
 */
export function withoutDisabled(
  env: Env,
  options: MagentoOptions,
  faults: ItemFaults,
): WithoutDisabled {
  const { storeCode, stockId } = options
  let isKnown = storeCode !== undefined || stockId === 1
  return async (levels) => {
    const skus = levels.flatMap(({ sku, quantity }) => (quantity > 0 ? sku : []))
    if (!isKnown || skus.length === 0) return levels
    const read = await ask(env, options, `products?${criteria(skus)}`, Products, storeCode)
    if (read.kind === 'failed') {
      isKnown = false
      return levels
    }
    const disabled = new Set(
      read.value.items.flatMap(({ sku, status }) => (status === DISABLED ? sku.toLowerCase() : [])),
    )
    return levels.map((level) => {
      if (level.quantity === 0 || !disabled.has(level.sku.toLowerCase())) return level
      // Read it at every poll, not later and later: it may be enabled at any time.
      faults.note(level.sku, 'product_disabled', { forMs: 0 })
      return { ...level, quantity: 0 }
    })
  }
}

/** Filters of one group are alternatives. A list in one filter would be split at commas. */
function criteria(skus: readonly string[]): string {
  const filters = skus.map((sku, n) => {
    const filter = `searchCriteria[filter_groups][0][filters][${n}]`
    return `${filter}[field]=sku&${filter}[value]=${encodeURIComponent(sku)}`
  })
  return `${filters.join('&')}&searchCriteria[pageSize]=${skus.length}&fields=items[sku,status]`
}
