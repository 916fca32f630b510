/** What a simulation is given: what happened to one sku, and by which rules. Pure. */
import { fits } from '../homes/language.ts'
import type { ProductRules } from '../shop/product-rules.ts'
import type { Rules } from '../shop/settings.ts'

/** A level and when it changed to a quantity; milliseconds since 1970. */
export interface LevelChange {
  locale: string
  externalId: string
  at: number
  quantity: number
}

/** A person who waited, or still waits. */
export interface Waiter {
  /** Of the subscription: it begins with the time at which the person asked, and gives the order. */
  id: string
  locale: string
  externalId: string
  wanted: number
  /** When the person cancelled, or the request expired: then they left without a message. */
  leftAt?: number
}

/** Everything about one sku, each list in the order of time. */
export interface SkuStory {
  sku: string
  changes: LevelChange[]
  waiters: Waiter[]
  /** JSON of the product as the catalogue has it now, for conditions. */
  product: string
}

/** The rules to simulate: the shop's, and those that count for the product. */
export interface SimulatedRules {
  rules: Rules
  counts: ProductRules
  onUpdates: boolean
}

/** A message that the rules would have caused. */
export interface Told {
  id: string
  at: number
  waitedMs: number
  wanted: number
  /** Whether the level of the message was at 0 again within an hour. */
  soldOutAgain: boolean
}

/** What became of a sku under the rules. */
export interface SkuResult {
  told: Told[]
  /** People who would have asked while the variant was in stock, and so have bought instead. */
  inStock: number
  /** People whom the conditions would have removed without a message. */
  unmatched: number
  /** People who left, or wait to the end. */
  untold: number
  restocks: number
  /** Units in stock when each restock was first looked at. */
  units: number
  /** Whether the simulation stopped before the end: too many looks. */
  truncated: boolean
}

/** Whether a level serves a person: the table of restock/serves.ts. `levels`: all levels of the sku. */
export function serves(
  level: Pick<LevelChange, 'locale' | 'externalId'>,
  { locale, externalId }: Pick<Waiter, 'locale' | 'externalId'>,
  levels: Iterable<Pick<LevelChange, 'locale' | 'externalId'>>,
): boolean {
  if (level.externalId !== '' && level.externalId !== externalId) return false
  if (level.locale === '' || level.locale === locale) return true
  if (!fits(level.locale, locale)) return false
  for (const one of levels) {
    const isOwn = one.locale === locale && (one.externalId === '' || one.externalId === externalId)
    if (isOwn) return false
  }
  return true
}
