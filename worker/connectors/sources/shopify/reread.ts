/**
 * Reads again what webhooks hinted at: inventory items and variants many at once, products one by
 * one, because each may have two thousand variants. What is gone is no fault, and says nothing.
 */
import * as v from 'valibot'
import type { ShopifyOptions } from './options.ts'
import { SHOPIFY_NODES, SHOPIFY_PAGE } from '../../../limits.ts'
import { chunks } from '../../../chunks.ts'
import type { Failed, Sink, SourceContext } from '../contract.ts'
import type { Admin } from './admin.ts'
import { soldAsOthers } from './twins.ts'
import {
  BareVariant,
  entryOf,
  isPublished,
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

type Outcome = { kind: 'done' } | Failed

/** What a reading needs, and the variants that it found to be read instead of others. */
interface Reading {
  admin: Admin
  sink: Sink
  options: ShopifyOptions
  context: SourceContext
  instead: Set<string>
}

/** `hints` are global ids; several webhooks about one variant are one reading. */
export async function rereadShopify(
  admin: Admin,
  hints: string[],
  sink: Sink,
  options: ShopifyOptions,
  context: SourceContext,
): Promise<Outcome> {
  const reading = { admin, sink, options, context, instead: new Set<string>() }
  const isProduct = (id: string) => id.startsWith('gid://shopify/Product/')
  const nodes = hints.filter((id) => !isProduct(id))
  for (const ids of chunks(nodes, SHOPIFY_NODES)) {
    const outcome = await rereadNodes(reading, ids)
    if (outcome.kind === 'failed') return outcome
  }
  for (const id of hints.filter(isProduct)) {
    const outcome = await rereadProduct(reading, id, null)
    if (outcome.kind === 'failed') return outcome
  }
  for (const ids of chunks([...reading.instead], SHOPIFY_NODES)) {
    const outcome = await rereadNodes(reading, ids)
    if (outcome.kind === 'failed') return outcome
  }
  return { kind: 'done' }
}

/** Inventory items and variants. */
async function rereadNodes(reading: Reading, ids: string[]): Promise<Outcome> {
  const asOf = Date.now()
  const read = await reading.admin(NODES, { ids }, Nodes)
  if (read.kind === 'failed') return read
  const { shop, nodes } = read.value
  const variants = nodes.flatMap((node) => {
    if (node === null) return []
    if (!('variant' in node)) return [node]
    return node.variant === null ? [] : [node.variant]
  })
  await handOver(reading, variants, shop.currencyCode, asOf)
  return { kind: 'done' }
}

/** The variants after one, page by page. */
async function rereadProduct(reading: Reading, id: string, after: string | null): Promise<Outcome> {
  const asOf = Date.now()
  const read = await reading.admin(VARIANTS, { id, after }, Variants)
  if (read.kind === 'failed') return read
  const { shop, product } = read.value
  if (product === null) return { kind: 'done' }
  const { variants, ...rest } = product
  const whole = variants.nodes.map((variant) => ({ ...variant, product: rest }))
  await handOver(reading, whole, shop.currencyCode, asOf)
  const { hasNextPage, endCursor } = variants.pageInfo
  return hasNextPage ? rereadProduct(reading, id, endCursor) : { kind: 'done' }
}

/** What is not published says nothing of a sku that is sold as another variant: that one is read. */
async function handOver(
  { sink, options, context, instead }: Reading,
  variants: Variant[],
  currency: string,
  asOf: number,
): Promise<void> {
  const named = variants.flatMap((variant) => {
    const sku = skuOf(variant, options)
    return sku === '' ? [] : [{ sku, variant }]
  })
  const hidden = named.filter(({ variant }) => !isPublished(variant.product, options.publishedOn))
  const others = await soldAsOthers(context.db, context.shop.id, hidden)
  for (const id of others.values()) instead.add(`gid://shopify/ProductVariant/${id}`)
  await sink.entries(named.flatMap(({ variant }) => entryOf(variant, options, currency) ?? []))
  await sink.levels(
    named.flatMap(({ sku, variant }) => {
      const quantity = quantityOfVariant(variant, options)
      return quantity === undefined || others.has(sku) ? [] : { sku, quantity }
    }),
    asOf,
  )
}
