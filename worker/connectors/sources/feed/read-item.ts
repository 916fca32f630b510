/** Reads the items of a feed one after the other: SKU, quantity and catalogue entry. Pure. */
import type { CatalogEntry } from '../../../../shared/product.ts'
import { stockQuantity } from '../availability.ts'
import { itemEntry } from './entry.ts'
import { type FieldReader, itemFacts, meansUnpublished } from './facts.ts'
import { USUAL_NAMES } from './field-names.ts'
import { SKU_CHARACTERS } from './limits.ts'
import type { FeedOptions } from './options.ts'
import type { FeedItem } from './parser.ts'

/** An item that can be stored. Without a quantity, only its entry can. */
export interface UsableItem {
  kind: 'usable'
  sku: string
  quantity: number | undefined
  entry: CatalogEntry | undefined
}

export type ItemReading =
  | UsableItem
  /** It cannot be read. `reason` is a short stable code; `sku` is given if it is known. */
  | { kind: 'fault'; reason: string; sku?: string }
  /** The item holds nothing to store. */
  | { kind: 'skipped' }

/** A reader for the items of one feed. Call it in the order of the feed. */
export function itemReader(options: FeedOptions): (item: FeedItem) => ItemReading {
  const { format, fields: mapped, locale } = options
  const usual = USUAL_NAMES[format]
  const namesOf = (field: keyof typeof usual): readonly string[] => {
    const own = mapped[field]
    return own === undefined ? usual[field] : [own]
  }
  const fieldsOf =
    (item: FeedItem): FieldReader =>
    (field) => {
      for (const name of namesOf(field)) if (item[name]) return item[name]
      return undefined
    }
  // Shopify has two such columns; each of them can unpublish an item.
  const isPublished = (item: FeedItem) =>
    namesOf('published').every((name) => !meansUnpublished(item[name] ?? ''))
  const complete = format === 'csv' ? withFirstRecord() : (item: FeedItem) => item

  return (given) => {
    const item = complete(given)
    const read = fieldsOf(item)
    const sku = read('sku')?.trim()
    // In Shopify's CSV, a record without a SKU is another picture of the product before.
    if (!sku) return format === 'csv' ? { kind: 'skipped' } : fault('sku_missing')
    if (sku.length > SKU_CHARACTERS || /[\p{Cc}\p{Cs}]/u.test(sku)) return fault('sku_invalid')
    const facts = itemFacts(read, isPublished(item))
    if (typeof facts === 'string') return fault(facts, sku)
    const quantity = stockQuantity(facts, options.oversell)
    // The item has no quantity. If that is so for all items, the shop's field mapping is wrong.
    if (quantity === undefined && format !== 'csv') return fault('quantity_missing', sku)
    const entry = facts.published === false ? undefined : itemEntry(read, sku)
    return {
      kind: 'usable',
      sku,
      quantity,
      entry: entry && { ...entry, ...(locale && { locale }) },
    }
  }
}

const fault = (reason: string, sku?: string): ItemReading => ({
  kind: 'fault',
  reason,
  ...(sku !== undefined && { sku }),
})

const PRODUCT_COLUMNS = ['Title', 'Published', 'Status', 'URL', 'link', 'url', 'Image Src']

/** Shopify names title, status and the like only in the first record of a product. */
function withFirstRecord(): (item: FeedItem) => FeedItem {
  let first: FeedItem = {}
  return (item) => {
    const isSame = item['Handle'] !== undefined && item['Handle'] === first['Handle']
    if (!isSame) first = item
    return isSame ? { ...productColumns(first), ...item } : item
  }
}

const productColumns = (first: FeedItem): FeedItem =>
  Object.fromEntries(
    PRODUCT_COLUMNS.flatMap((name) => {
      const text = first[name]
      return text === undefined ? [] : [[name, text]]
    }),
  )
