/**
 * Completes records of exports that say some things once for several records. Shopify names title,
 * status and the like only in the first record of a product; a variation of WooCommerce may have the
 * stock of its product, and is hidden with it. Pure but for what it remembers.
 */
import type { Field } from './field-names.ts'
import { REMEMBERED_PARENTS } from './limits.ts'
import type { FeedItem } from './parser.ts'
import type { Places } from './places.ts'

/** A record with what other records say of it. */
export interface Completed {
  item: FeedItem
  /** Whether it is a record of Shopify's export, which may be no variant. */
  isOfShopify: boolean
}

/** A completer for the records of one feed. Call it in their order. */
export function recordCompleter(places: Places): (record: FeedItem) => Completed {
  /** The first record of Shopify's product, and products of WooCommerce by sku and `id:` number. */
  let first: FeedItem = {}
  const parents = new Map<string, FeedItem>()

  /** Those of the record's names that stand for one of the fields. */
  const parts = (record: FeedItem, ...fields: Field[]): FeedItem =>
    Object.fromEntries(
      fields
        .flatMap((field) => places.names(field))
        .flatMap((name) => (record[name] ? [[name, record[name]] as const] : [])),
    )

  function withFirst(record: FeedItem, handle: string): FeedItem {
    if (record[handle] !== first[handle]) {
      first = record
      return record
    }
    // Further pictures stand beside variants that they have nothing to do with.
    const pictures = Object.entries(parts(first, 'image')).filter(
      ([name]) => !/variant/i.test(name),
    )
    return {
      ...parts(first, 'title', 'published', 'url', ...FACTS),
      ...record,
      ...Object.fromEntries(pictures),
    }
  }

  function withParent(record: FeedItem): FeedItem {
    const own = Object.fromEntries(Object.entries(record).filter(([, text]) => !isParent(text)))
    const fields = places.of(record)
    const parent = parents.get(fields.first('product') ?? '')
    if (!parent) return own
    const isShared = fields.all('quantity').some(isParent)
    const isHidden = /^(-1|0)$/.test(places.of(parent).first('published') ?? '')
    return {
      ...parts(parent, 'title', 'url', 'image', ...FACTS),
      ...own,
      ...(isShared && parts(parent, 'quantity')),
      ...(isHidden && parts(parent, 'published')),
    }
  }

  function remember(record: FeedItem): void {
    if (parents.size >= REMEMBERED_PARENTS) parents.clear()
    const fields = places.of(record)
    const [sku, id] = [fields.first('sku'), fields.first('id')]
    if (sku) parents.set(sku, record)
    if (id) parents.set(`id:${id}`, record)
  }

  return (record) => {
    const fields = places.of(record)
    const handle = places.names('product').find(isHandle)
    if (handle !== undefined && record[handle]) {
      return { item: withFirst(record, handle), isOfShopify: true }
    }
    const type = fields.first('type') ?? ''
    if (/\bvariable\b/i.test(type)) remember(record)
    const isVariation = /\bvariation\b/i.test(type)
    return { item: isVariation ? withParent(record) : record, isOfShopify: false }
  }
}

/** What a product says for its variants as well. */
const FACTS: Field[] = ['brand', 'tags', 'collections', 'labels', 'productTypes']

const isParent = (text: string): boolean => /^parent$/i.test(text)
const isHandle = (name: string): boolean => /^(url[\s_-]*)?handle$/i.test(name)
