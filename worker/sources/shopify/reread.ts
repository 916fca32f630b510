/**
 * Reads again what webhooks hinted at: inventory items and variants many at once, products one by
 * one, because each may have two thousand variants. What is gone is no fault, and says nothing.
 */
import * as v from 'valibot'
import type { ShopifyOptions } from '../../../shared/sources/shopify.ts'
import { SHOPIFY_NODES, SHOPIFY_PAGE } from '../../limits.ts'
import { chunks } from '../../queue.ts'
import type { Failed, Sink } from '../source.ts'
import type { Admin } from './admin.ts'
import {
  BareVariant,
  entryOf,
  Product,
  PRODUCT_FIELDS,
  quantityOfVariant,
  skuOf,
  Variant,
  VARIANT_FIELDS,
} from './variant.ts'

const WHOLE = `${VARIANT_FIELDS} product { ${PRODUCT_FIELDS} }`

const NODES = `query ($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) {
    ... on ProductVariant { ${WHOLE} }
    ... on InventoryItem { variant { ${WHOLE} } }
  }
}`

const Shop = v.object({ currencyCode: v.string() })
const Nodes = v.object({
  shop: Shop,
  nodes: v.array(v.nullable(v.union([Variant, v.object({ variant: v.nullable(Variant) })]))),
})

const VARIANTS = `query ($id: ID!, $after: String) {
  shop { currencyCode }
  product(id: $id) {
    ${PRODUCT_FIELDS}
    variants(first: ${SHOPIFY_PAGE}, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { ${VARIANT_FIELDS} }
    }
  }
}`

const Variants = v.object({
  shop: Shop,
  product: v.nullable(
    v.object({
      ...Product.entries,
      variants: v.object({
        pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
        nodes: v.array(BareVariant),
      }),
    }),
  ),
})

/** `hints` are global ids; several webhooks about one variant are one reading. */
export async function rereadShopify(
  admin: Admin,
  hints: string[],
  sink: Sink,
  options: ShopifyOptions,
): Promise<{ kind: 'done' } | Failed> {
  const isProduct = (id: string) => id.startsWith('gid://shopify/Product/')
  const single = hints.filter((id) => !isProduct(id))
  for (const ids of chunks(single, SHOPIFY_NODES)) {
    const asOf = Date.now()
    const read = await admin(NODES, { ids }, Nodes)
    if (read.kind === 'failed') return read
    const { shop, nodes } = read.value
    const variants = nodes.flatMap((node) => {
      if (node === null) return []
      if (!('variant' in node)) return [node]
      return node.variant === null ? [] : [node.variant]
    })
    await handOver(variants, shop.currencyCode, asOf, sink, options)
  }
  for (const id of hints.filter(isProduct)) {
    const failed = await rereadProduct(admin, id, null, sink, options)
    if (failed) return failed
  }
  return { kind: 'done' }
}

/** The variants after one, page by page. */
async function rereadProduct(
  admin: Admin,
  id: string,
  after: string | null,
  sink: Sink,
  options: ShopifyOptions,
): Promise<Failed | undefined> {
  const asOf = Date.now()
  const read = await admin(VARIANTS, { id, after }, Variants)
  if (read.kind === 'failed') return read
  const { shop, product } = read.value
  if (product === null) return
  const { variants, ...rest } = product
  const whole = variants.nodes.map((variant) => ({ ...variant, product: rest }))
  await handOver(whole, shop.currencyCode, asOf, sink, options)
  const { hasNextPage, endCursor } = variants.pageInfo
  return hasNextPage ? rereadProduct(admin, id, endCursor, sink, options) : undefined
}

async function handOver(
  variants: Variant[],
  currency: string,
  asOf: number,
  sink: Sink,
  options: ShopifyOptions,
): Promise<void> {
  const named = variants.filter((variant) => skuOf(variant, options) !== '')
  await sink.entries(named.flatMap((variant) => entryOf(variant, options, currency) ?? []))
  await sink.levels(
    named.flatMap((variant) => {
      const quantity = quantityOfVariant(variant, options)
      return quantity === undefined ? [] : { sku: skuOf(variant, options), quantity }
    }),
    asOf,
  )
}
