/** Looks again at people who are held, after a change of what the catalogue says of some skus. */
import { reads } from '../../shared/condition-reads.ts'
import { startMissing, wake } from '../restock/again.ts'
import type { HoldReason } from '../restock/hold.ts'
import type { StartedRestock } from '../restock/start.ts'
import { readsFacts } from '../shop/product-rules.ts'
import type { Shop } from '../shop/shop.ts'

/** The result of storing parts of the catalogue. */
export interface Stored {
  /** How many rows were written: new ones, and those that changed. */
  written: number
  /** Restocks that hold people whom the new data may let be served. The caller queues them. */
  restocks: StartedRestock[]
}

/** The hold reasons that new product data may end. */
export const liftedIn = ({ settings }: Shop): HoldReason[] => [
  'product_unknown',
  'not_offered',
  ...(reads(settings.rules.conditions, 'product') ? ['conditions' as const] : []),
]

/**
 * Statements that look at held people again; they run after a write of entries. `any`: SQL that selects the
 * skus written. `ifActive`: the same, but no sku if no restock of the shop is active. Both read `value` as ?2.
 * `now`: milliseconds since 1970.
 */
export const lookAtEntered = (
  db: D1Database,
  shop: Shop,
  { ifActive, any, value }: { ifActive: string; any: string; value: string },
  now: number,
): D1PreparedStatement[] => [
  wake(db, shop.id, { sql: ifActive, value }, now, { lifts: liftedIn(shop) }),
  // What an entry says may lower the threshold, so that a level is sellable now.
  ...(readsFacts(shop.settings.rules, ['threshold'])
    ? [startMissing(db, shop, { sql: any, value }, now)]
    : []),
]
