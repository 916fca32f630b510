/** The file of a bulk operation: one variant per line, as JSON. */
import type { CatalogEntry } from '../../../../shared/product.ts'
import { SOURCE_CHUNK } from '../../../limits.ts'
import { jsonOf } from '../../answer.ts'
import type { Sink } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { CutOff, linesOf } from './lines.ts'
import type { ShopifyOptions } from './options.ts'
import { skuOf, Variant, variantEntry, variantQuantity } from './variant.ts'

export interface BulkFile {
  /** How many objects the operation read, by Shopify's count: an empty file may be a broken one. */
  objects: number
  /** ISO 4217: the currency of the shop's prices. */
  currency: string
  /** When the operation started: milliseconds since 1970. Its levels were true then. */
  startedAt: number
}

/** What storing the file gave: counts for the log, or a short reason and the line it stands in. */
export type Stored =
  | { kind: 'stored'; items: number; counts: { repeated: number } }
  | { kind: 'unusable'; reason: string; item?: number }

/**
 * Reads the file and stores its entries as they come, and its levels after the last line. If
 * several variants share a SKU, as copies of a product do, the highest quantity counts. A line that
 * cannot be read is skipped.
 */
export async function storeBulkFile(
  response: Response,
  { objects, currency, startedAt }: BulkFile,
  sink: Sink,
  options: ShopifyOptions,
  faults: ItemFaults,
): Promise<Stored> {
  const levels = new Map<string, number>()
  const counts = { repeated: 0 }
  let entries: CatalogEntry[] = []
  let items = 0
  let readable = 0
  let unreadable: number | undefined
  faults.restart()
  try {
    for await (const line of linesOf(response)) {
      items += 1
      const variant = jsonOf(Variant, line)
      if (!variant) {
        unreadable ??= items
        faults.note(nameOf(line, items), 'item_unreadable')
        continue
      }
      readable += 1
      const sku = skuOf(variant, options)
      const before = levels.get(sku)
      if (before !== undefined) counts.repeated += 1
      const quantity = variantQuantity(variant, options) ?? 0
      levels.set(sku, Math.max(quantity, before ?? 0))
      const entry = variantEntry(variant, options, currency)
      if (entry) entries.push(entry)
      if (entries.length >= SOURCE_CHUNK) {
        await sink.entries(entries)
        entries = []
      }
    }
  } catch (error) {
    if (error instanceof CutOff) return { kind: 'unusable', reason: 'cut_off' }
    throw error
  }
  if (readable === 0 && unreadable !== undefined) {
    return { kind: 'unusable', reason: 'bulk_unreadable', item: unreadable }
  }
  if (items === 0 && objects > 0) return { kind: 'unusable', reason: 'cut_off' }
  await sink.entries(entries)
  await sink.levels(
    Array.from(levels, ([sku, quantity]) => ({ sku, quantity })),
    startedAt,
  )
  return { kind: 'stored', items, counts }
}

/** The id of the variant in a line, or the line's number. */
const nameOf = (line: string, number: number): string =>
  /^\{"id":"(gid:\/\/shopify\/ProductVariant\/\d{1,30})"/.exec(line)?.[1] ?? `line ${number}`
