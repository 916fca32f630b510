/**
 * What an item of a feed says: its sku, how much of it there is, and what it is. Names are the
 * usual ones of each format, or those of the shop's mapping. Pure.
 */
import type { CatalogEntry } from '../../../../shared/product.ts'
import type { FeedFields, FeedOptions } from './options.ts'
import { type Said, stockOf } from '../quantity.ts'
import type { Item } from './parser.ts'

type Names = Record<keyof FeedFields, readonly string[]>

const CATALOGUE: Names = {
  sku: ['id', '$id', 'sku'],
  quantity: ['inventory_quantity', '$inventory_quantity', 'quantity'],
  policy: ['inventory_policy', '$inventory_policy'],
  availability: ['availability'],
  published: ['published'],
  title: ['title', '$title', 'name'],
  variantTitle: ['variant_title'],
  url: ['link', '$link', 'url'],
  image: ['image_link', '$image_link', 'image'],
  price: ['price', '$price'],
  currency: ['currency'],
  product: ['item_group_id'],
  variantId: [],
}

/** Google's attributes, with and without `g:`; Atom has its link in an attribute. */
const GOOGLE: Names = {
  ...CATALOGUE,
  sku: ['g:id', 'id'],
  quantity: ['g:quantity', 'quantity', 'g:sell_on_google_quantity', 'sell on google quantity'],
  policy: [],
  availability: ['g:availability', 'availability'],
  published: [],
  title: ['g:title', 'title'],
  variantTitle: [],
  url: ['g:link', 'link', 'link@href'],
  image: ['g:image_link', 'image_link', 'image link'],
  price: ['g:price', 'price'],
  currency: [],
  product: ['g:item_group_id', 'item_group_id', 'item group id'],
}

/** Shopify's export of products. */
const SHOPIFY: Names = {
  sku: ['Variant SKU', 'SKU', 'sku', 'id'],
  quantity: ['Variant Inventory Qty', 'quantity', 'inventory_quantity'],
  policy: ['Variant Inventory Policy', 'inventory_policy'],
  availability: ['availability'],
  published: ['Published', 'Status'],
  title: ['Title', 'title'],
  variantTitle: ['Option1 Value'],
  url: ['URL', 'link', 'url'],
  image: ['Variant Image', 'Image Src', 'image_link'],
  price: ['Variant Price', 'price'],
  currency: ['currency'],
  product: ['Handle', 'item_group_id'],
  variantId: ['Variant ID'],
}

const USUAL: Record<FeedOptions['format'], Names> = {
  klaviyo: CATALOGUE,
  xml: CATALOGUE,
  google: GOOGLE,
  csv: SHOPIFY,
}

/** An item that can be taken; or why the feed cannot be believed; or nothing to take. */
export type Taken =
  | { kind: 'taken'; sku: string; quantity: number | undefined; entry: CatalogEntry | undefined }
  | { kind: 'fault'; reason: string }
  | { kind: 'skipped' }

const LONGEST_SKU = 200

/** A reader of items in the order of the feed. */
export function itemReader(options: FeedOptions): (item: Item) => Taken {
  const usual = USUAL[options.format]
  const mapped = options.fields
  const say = (item: Item, field: keyof FeedFields): string | undefined => {
    const own = mapped[field]
    for (const name of own === undefined ? usual[field] : [own]) {
      const text = item[name]
      if (text !== undefined && text !== '') return text
    }
    return undefined
  }
  // Any of them may say that it is not: Shopify has two.
  const isPublished = (item: Item) =>
    (mapped.published === undefined ? usual.published : [mapped.published]).every(
      (name) => !UNPUBLISHED.has(plain(item[name] ?? '')),
    )
  const complete = options.format === 'csv' ? carryOver() : (item: Item) => item

  return (given) => {
    const item = complete(given)
    const sku = say(item, 'sku')?.trim()
    // In a CSV, a record without a sku is a further picture of the product before.
    if (!sku) return options.format === 'csv' ? { kind: 'skipped' } : fault('sku_missing')
    if (sku.length > LONGEST_SKU || /\p{Cc}/u.test(sku)) return fault('sku_invalid')
    const said = saidOf((field) => say(item, field), isPublished(item))
    if (typeof said === 'string') return fault(said)
    const quantity = stockOf(said, options.oversell)
    // Everything else has to say how much there is: a mapping that is wrong shall not pass.
    if (quantity === undefined && options.format !== 'csv') return fault('quantity_missing')
    const entry = said.published === false ? undefined : entryOf((field) => say(item, field), sku)
    const locale = options.locale
    return {
      kind: 'taken',
      sku,
      quantity,
      entry: entry && { ...entry, ...(locale && { locale }) },
    }
  }
}

const fault = (reason: string): Taken => ({ kind: 'fault', reason })

type Say = (field: keyof FeedFields) => string | undefined

/** What the item says of its stock, or a fault. */
function saidOf(say: Say, published: boolean): Said | string {
  const text = say('quantity')
  const quantity = text === undefined ? undefined : Number(text)
  if (quantity !== undefined && !Number.isFinite(quantity)) return 'quantity_invalid'
  const word = say('availability')
  const availability = word === undefined ? undefined : AVAILABILITY[plain(word)]
  if (word !== undefined && availability === undefined) return 'availability_unknown'
  const policy = plain(say('policy') ?? '')
  return {
    ...availability,
    quantity,
    ...(OVERSELLING.has(policy) && { oversells: true }),
    published,
  }
}

/** `In Stock`, `in-stock` and `https://schema.org/InStock` are `instock`. */
const plain = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, '')
    .replaceAll(/[\s_-]+/g, '')

const AVAILABILITY: Record<string, Said> = {
  instock: { available: true },
  outofstock: { available: false },
  preorder: { oversells: true },
  backorder: { oversells: true },
  onbackorder: { oversells: true },
  limitedavailability: { available: true },
  soldout: { available: false },
  discontinued: { available: false },
  true: { available: true },
  false: { available: false },
  yes: { available: true },
  no: { available: false },
  1: { available: true },
  0: { available: false },
}
// Klaviyo's 1 and 2 say whether it is shown when it is out of stock, not whether it is sold.
const OVERSELLING = new Set(['continue', 'allow', 'backorder', 'preorder'])
const UNPUBLISHED = new Set(['false', '0', 'no', 'draft', 'archived', 'unpublished', 'hidden'])

/** What is known of the product; undefined where a message could not be made from it. */
function entryOf(say: Say, sku: string): CatalogEntry | undefined {
  const title = say('title')?.slice(0, 200)
  const url = say('url')
  if (!title || !url || !isWebAddress(url)) return
  const variantTitle = say('variantTitle')?.slice(0, 200)
  const image = say('image')
  const price = priceOf(say('price'))
  const currency = priceCurrency(say('currency') ?? say('price'))
  const id = say('product')?.slice(0, 200)
  const variantId = say('variantId')?.slice(0, 200)
  return {
    sku,
    title: oneLine(title),
    url,
    ...(variantTitle &&
      variantTitle !== 'Default Title' && { variantTitle: oneLine(variantTitle) }),
    ...(image && isWebAddress(image) && { image }),
    ...(price !== undefined && { price }),
    ...(price !== undefined && currency && { currency }),
    ...(id && { id: oneLine(id) }),
    ...(variantId && { variantId: oneLine(variantId) }),
  }
}

const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()

const isWebAddress = (text: string) => /^https?:\/\/\S+$/.test(text) && URL.canParse(text)

/** `19.90`, `19.90 EUR`, `EUR 19.90`; no thousands, which nobody can tell from cents. */
function priceOf(text: string | undefined): number | undefined {
  const number = /(?<![\d.,])\d+(\.\d+)?(?![\d.,])/.exec(text ?? '')?.[0]
  return number === undefined ? undefined : Number(number)
}

const priceCurrency = (text: string | undefined) => /\b[A-Z]{3}\b/.exec(text ?? '')?.[0]

/** Shopify names title, status and the like in the first record of a product only. */
function carryOver(): (item: Item) => Item {
  let first: Item = {}
  return (item) => {
    const same = item['Handle'] !== undefined && item['Handle'] === first['Handle']
    if (!same) first = item
    return same ? { ...pick(first), ...item } : item
  }
}

const pick = (first: Item): Item =>
  Object.fromEntries(
    ['Title', 'Published', 'Status', 'URL', 'link', 'url', 'Image Src'].flatMap((name) => {
      const text = first[name]
      return text === undefined ? [] : [[name, text]]
    }),
  )
