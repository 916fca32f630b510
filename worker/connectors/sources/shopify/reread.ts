/**
 * Reads what webhooks hinted at: inventory items and variants many in one query, products one by
 * one, because a product may have two thousand variants. An id that Shopify no longer has is
 * skipped.
 */
import { chunks } from '../../../chunks.ts'
import type { Sink, SourceContext, SourceFailure } from '../contract.ts'
import type { Admin } from './admin.ts'
import { NODES_PER_QUERY } from './limits.ts'
import type { ShopifyOptions } from './options.ts'
import { NODES, Nodes, VARIANTS, Variants } from './queries.ts'
import { variantsSoldInstead } from './shared-sku.ts'
import { isPublished, skuOf, type Variant, variantEntry, variantQuantity } from './variant.ts'

type Outcome = { kind: 'done' } | SourceFailure

interface Reading {
  admin: Admin
  sink: Sink
  options: ShopifyOptions
  context: SourceContext
  /** Global ids of variants to read as well, because they share a SKU with an unpublished one. */
  readInstead: Set<string>
}

/** Reads what the hints name, by their global ids, and stores levels and entries. */
export async function rereadShopify(
  admin: Admin,
  hints: string[],
  sink: Sink,
  options: ShopifyOptions,
  context: SourceContext,
): Promise<Outcome> {
  const reading = { admin, sink, options, context, readInstead: new Set<string>() }
  const isProduct = (id: string) => id.startsWith('gid://shopify/Product/')
  const nodes = hints.filter((id) => !isProduct(id))
  for (const ids of chunks(nodes, NODES_PER_QUERY)) {
    const outcome = await rereadNodes(reading, ids)
    if (outcome.kind === 'failed') return outcome
  }
  for (const id of hints.filter(isProduct)) {
    const outcome = await rereadProduct(reading, id, null)
    if (outcome.kind === 'failed') return outcome
  }
  for (const ids of chunks([...reading.readInstead], NODES_PER_QUERY)) {
    const outcome = await rereadNodes(reading, ids)
    if (outcome.kind === 'failed') return outcome
  }
  return { kind: 'done' }
}

/** Reads inventory items and variants. */
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
  await store(reading, variants, shop.currencyCode, asOf)
  return { kind: 'done' }
}

/** Reads the variants of a product that follow `after`, page by page. */
async function rereadProduct(reading: Reading, id: string, after: string | null): Promise<Outcome> {
  const asOf = Date.now()
  const read = await reading.admin(VARIANTS, { id, after }, Variants)
  if (read.kind === 'failed') return read
  const { shop, product } = read.value
  if (product === null) return { kind: 'done' }
  const { variants, ...rest } = product
  const whole = variants.nodes.map((variant) => ({ ...variant, product: rest }))
  await store(reading, whole, shop.currencyCode, asOf)
  const { hasNextPage, endCursor } = variants.pageInfo
  return hasNextPage ? rereadProduct(reading, id, endCursor) : { kind: 'done' }
}

/**
 * Stores levels and entries. If an unpublished variant shares its SKU with a published one, its own
 * level is dropped and the published one is read instead.
 */
async function store(
  { sink, options, context, readInstead }: Reading,
  variants: Variant[],
  currency: string,
  asOf: number,
): Promise<void> {
  const withSku = variants.flatMap((variant) => {
    const sku = skuOf(variant, options)
    return sku === '' ? [] : [{ sku, variant }]
  })
  const hidden = withSku.filter(({ variant }) => !isPublished(variant.product, options.publishedOn))
  const soldInstead = await variantsSoldInstead(context.db, context.shop.id, hidden)
  for (const id of soldInstead.values()) readInstead.add(`gid://shopify/ProductVariant/${id}`)
  await sink.entries(
    withSku.flatMap(({ variant }) => variantEntry(variant, options, currency) ?? []),
  )
  await sink.levels(
    withSku.flatMap(({ sku, variant }) => {
      const quantity = variantQuantity(variant, options)
      return quantity === undefined || soldInstead.has(sku) ? [] : { sku, quantity }
    }),
    asOf,
  )
}
