/** The usual names of an item's fields in each format; the first one found counts. */
import type { FeedFields, FeedOptions } from './options.ts'

export type FieldNames = Record<keyof FeedFields, readonly string[]>

const CATALOGUE: FieldNames = {
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

/** Google's attributes, with and without `g:`. Atom has the link in an attribute. */
const GOOGLE: FieldNames = {
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

/** The columns of Shopify's product export. */
const SHOPIFY: FieldNames = {
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

export const USUAL_NAMES: Record<FeedOptions['format'], FieldNames> = {
  klaviyo: CATALOGUE,
  xml: CATALOGUE,
  google: GOOGLE,
  csv: SHOPIFY,
}
