/**
 * Items and variants as a shop's backend keeps them over Klaviyo's Catalog API, and what they mean for the
 * engine: a variant is a catalogue entry and, if its quantity is known, a stock level. Pure.
 */
import type { StockLevel } from '../../shared/stock.ts'
import type { SourceEntry } from '../connectors/sources/entry.ts'

/** What an item or a variant may have. */
export interface Fields {
  title?: string
  description?: string
  url?: string
  price?: number
  image?: string
  thumbnail?: string
  images?: string[]
  /** JSON of the shop's own data, as text: it is given back as it came. */
  metadata?: string
  published?: boolean
  /** Whether recommendations show a variant that is sold out. It governs no alert. */
  policy?: 0 | 1 | 2
  /** Any number: below zero and fractions occur. */
  quantity?: number
}

/** New values of some fields; null removes a field. */
export type Change = { [Name in keyof Fields]?: Fields[Name] | null }

/** A stored item. */
export interface Item {
  externalId: string
  /** Ours: a UUIDv7, so its time is when the item was created. */
  id: string
  fields: Fields
  /** Milliseconds since 1970. */
  updatedAt: number
}

/** A stored variant, with what it takes from its item. */
export interface Variant extends Item {
  itemId: string
  sku: string
  item: { title?: string; image?: string; published: boolean }
}

/** The parts of a change that a catalogue entry shows. */
const SHOWN = ['title', 'url', 'price', 'image', 'thumbnail', 'images'] as const
/** … and of an item's change that the entries of its variants show. */
const SHOWN_OF_ITEM = ['title', 'image', 'thumbnail', 'images'] as const
/** The parts of a change that decide a level. */
const SOLD = ['quantity', 'published'] as const

const touches =
  (names: readonly (keyof Fields)[]) =>
  (change: Change): boolean =>
    names.some((name) => change[name] !== undefined)

export const touchesEntry = touches(SHOWN)
export const touchesEntries = touches(SHOWN_OF_ITEM)
export const touchesLevel = touches(SOLD)

/** The image of an item or a variant. */
export const imageOf = ({ image, thumbnail, images }: Fields): string | undefined =>
  image ?? thumbnail ?? images?.[0]

/**
 * The variant's title without that of its item, which messages show beside it: `Tee, M` of `Tee` is `M`.
 * Undefined if nothing is left.
 */
function ownTitle(title: string | undefined, ofItem: string | undefined): string | undefined {
  if (!title || !ofItem || !title.startsWith(ofItem)) return title
  const rest = title.slice(ofItem.length)
  if (rest === '') return undefined
  return /^[\s,:;/|–—-]/.test(rest) ? rest.replace(/^[\s,:;/|–—-]+/, '') || undefined : title
}

/** The catalogue entry of a variant, for all locales. Without a price it has none; its currency is not known. */
export function entryOf({ externalId, itemId, sku, fields, item }: Variant): SourceEntry {
  const title = item.title ?? fields.title ?? sku
  const variantTitle = ownTitle(fields.title, title)
  const image = imageOf(fields) ?? item.image
  return {
    sku,
    title,
    ...(variantTitle !== undefined && { variantTitle }),
    url: fields.url ?? '',
    ...(image !== undefined && { image }),
    price: fields.price ?? null,
    id: itemId,
    ...(externalId !== sku && { variantId: externalId }),
  }
}

/**
 * The level of a variant: its quantity in whole units, none below zero. A variant that is not published,
 * itself or its item, cannot be bought. Undefined if the quantity is not known.
 */
export function levelOf({ sku, fields, item }: Variant): StockLevel | undefined {
  if (fields.published === false || !item.published) return { sku, quantity: 0 }
  if (fields.quantity === undefined) return undefined
  const units = Math.min(Math.floor(fields.quantity), Number.MAX_SAFE_INTEGER)
  return { sku, quantity: Math.max(0, units) }
}
