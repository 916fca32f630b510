/** Reads the items of a feed one after the other: SKU, quantity and catalogue entry. Pure. */
import { type AvailabilityFacts, stockQuantity } from '../availability.ts'
import type { SaidFacts, SourceEntry } from '../entry.ts'
import { recordCompleter } from './complete.ts'
import { itemEntry } from './entry.ts'
import { type ItemFacts, itemFacts } from './facts.ts'
import { SKU_CHARACTERS } from './limits.ts'
import type { FeedOptions } from './options.ts'
import { type FeedItem, MISSHAPEN } from './parser.ts'
import { priceOf } from './price.ts'
import { type Fields, type Places, placesOf } from './places.ts'
import { itemSays, withdrawalOf } from './said.ts'

/** An item that names its SKU. */
export interface ReadItem {
  kind: 'read'
  sku: string
  /** Undefined when the item does not say. */
  quantity: number | undefined
  /** Its catalogue entry, if it has one. It is made when it is asked for: a check needs none. */
  entry(): SourceEntry | undefined
  /** The facts that it names; made when they are asked for. */
  facts(): SaidFacts
  /** What withdraws it. */
  withdrawn?: 'hidden' | 'discontinued' | undefined
  /** Why there is no quantity: a short stable code. */
  fault?: ItemFacts['fault']
  /** Its word for availability, if nobody knows it. */
  word?: string | undefined
  /** When the entry changes by itself, in milliseconds since 1970. */
  changesAt?: number | undefined
  /** For one location: the records of a SKU add up. */
  located?: AvailabilityFacts
  /** Whether shoppers can see it. */
  isShown: boolean
}

export type ItemReading =
  | ReadItem
  /** It names no SKU that can be used. `reason` is a short stable code. */
  | { kind: 'fault'; reason: 'sku_missing' | 'sku_invalid' | 'cells_too_many' }
  /** The item holds nothing to store. */
  | { kind: 'skipped' }

/** A reader for the items of one feed. */
export interface ItemReader {
  /** Call it in the order of the feed. */
  read(item: FeedItem): ItemReading
  places: Places
}

/**
 * `isTable`: its items are records of an export. `origins`: the shop's, for relative addresses. `now`:
 * the time that prices are for, in milliseconds since 1970.
 */
export function itemReader(
  { fields: mapped, locale, oversell }: Pick<FeedOptions, 'fields' | 'locale' | 'oversell'>,
  { isTable, origins, now }: { isTable: boolean; origins: readonly string[]; now: number },
): ItemReader {
  const places = placesOf(mapped)
  const complete = isTable
    ? recordCompleter(places)
    : (item: FeedItem) => ({ item, isOfShopify: false })

  function read(given: FeedItem): ItemReading {
    if (given === MISSHAPEN) return { kind: 'fault', reason: 'cells_too_many' }
    const { item, isOfShopify } = complete(given)
    const fields = places.of(item)
    const sku = skuOf(fields, isOfShopify)
    if (!sku) {
      // In Shopify's export, such a record is another picture of the product before.
      return isOfShopify && !isVariant(fields)
        ? { kind: 'skipped' }
        : { kind: 'fault', reason: 'sku_missing' }
    }
    if (sku.length > SKU_CHARACTERS || /[\p{Cc}\p{Cs}]/u.test(sku)) {
      return { kind: 'fault', reason: 'sku_invalid' }
    }
    const { facts, fault, word } = itemFacts(fields)
    const isShown = facts.published !== false
    const withdrawn = withdrawalOf(fields, isShown)
    const named = () => itemSays(fields, withdrawn)
    const isOnSale = fields.first('salePrice') !== undefined
    const { changesAt } = isOnSale ? priceOf(fields, now) : NO_SALE
    return {
      kind: 'read',
      sku,
      quantity: stockQuantity(facts, oversell),
      isShown,
      entry() {
        const entry = isShown ? itemEntry(fields, sku, origins, now) : undefined
        return entry && { ...entry, ...(locale && { locale }), ...named() }
      },
      facts: named,
      ...(withdrawn && { withdrawn }),
      ...(fault && { fault }),
      ...(word !== undefined && { word }),
      ...(changesAt !== undefined && { changesAt }),
      ...(fields.first('location') !== undefined && !fault && { located: facts }),
    }
  }

  function skuOf(fields: Fields, isOfShopify: boolean): string | undefined {
    const own = fields.first('sku')
    // Shopify's numbers and bar codes are of products, or name what people do not ask for.
    const isEnough = own !== undefined || isOfShopify || mapped.sku !== undefined
    return (isEnough ? own : (fields.first('id') ?? fields.first('code')))?.trim()
  }

  return { read, places }
}

const NO_SALE = { changesAt: undefined }

const isVariant = (fields: Fields): boolean =>
  ['quantity', 'price', 'options', 'availability'].some(
    (field) => fields.first(field as 'quantity') !== undefined,
  ) || fields.locations().length > 0

/** What the records of one SKU at several locations say together. */
export function together(one: AvailabilityFacts, other: AvailabilityFacts): AvailabilityFacts {
  const isKnown = one.quantity !== undefined || other.quantity !== undefined
  return {
    ...(isKnown && { quantity: (one.quantity ?? 0) + (other.quantity ?? 0) }),
    ...(!isKnown && { available: one.available === true || other.available === true }),
    oversells: one.oversells === true || other.oversells === true,
    published: one.published !== false || other.published !== false,
  }
}
