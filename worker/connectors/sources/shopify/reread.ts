/**
 * Reads what webhooks hinted at: inventory items and variants many in one query, products one by
 * one, because a product may have two thousand variants. An id that Shopify no longer has is
 * skipped.
 */
import * as v from 'valibot'
import { chunks } from '../../../chunks.ts'
import type { Sink, SourceContext, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { type Judge, judgeOf, readTogether } from '../judge.ts'
import { namedById, readableItems } from '../readable.ts'
import type { Admin } from './admin.ts'
import { NODES_PER_QUERY } from './limits.ts'
import type { ShopifyOptions } from './options.ts'
import { Node, NODES, Nodes, SHOP, VARIANTS, Variants } from './queries.ts'
import { variantsSoldInstead } from './shared-sku.ts'
import {
  BareVariant,
  isPublished,
  skuOf,
  type Variant,
  variantEntry,
  variantQuantity,
} from './variant.ts'

type Outcome = { kind: 'done' } | SourceFailure

interface Reading {
  admin: Admin
  sink: Sink
  options: ShopifyOptions
  context: SourceContext
  /** Global ids of variants to read as well, because they share a SKU with an unpublished one. */
  readInstead: Set<string>
  faults: ItemFaults
  judge: Judge
}

/** Reads what the hints name, by their global ids, and stores levels and entries. */
export async function rereadShopify(
  admin: Admin,
  hints: string[],
  sink: Sink,
  options: ShopifyOptions,
  context: SourceContext,
  faults: ItemFaults,
): Promise<Outcome> {
  const judge = judgeOf(faults, async () => {
    const read = await admin(SHOP, {}, v.object({}))
    return read.kind === 'failed' ? read : undefined
  })
  const readInstead = new Set<string>()
  const reading = { admin, sink, options, context, readInstead, faults, judge }
  const isProduct = (id: string) => id.startsWith('gid://shopify/Product/')
  const nodes = hints.filter((id) => !isProduct(id))
  for (const ids of chunks(nodes, NODES_PER_QUERY)) {
    const outcome = await rereadNodes(reading, ids)
    if (outcome.kind === 'failed') return outcome
  }
  for (const id of hints.filter(isProduct)) {
    const outcome = await rereadProduct(reading, id, null)
    if (outcome.kind === 'done') judge.answered({ key: id })
    const failure = outcome.kind === 'failed' && (await judge.failed({ key: id }, outcome))
    if (failure) return failure
  }
  for (const ids of chunks([...reading.readInstead], NODES_PER_QUERY)) {
    const outcome = await rereadNodes(reading, ids)
    if (outcome.kind === 'failed') return outcome
  }
  return (await judge.finish()) ?? { kind: 'done' }
}

/** Reads inventory items and variants together, or one by one if that fails. */
async function rereadNodes(reading: Reading, ids: string[]): Promise<Outcome> {
  const failure = await readTogether(
    reading.judge,
    ids,
    (id) => ({ key: id }),
    async (some) => {
      const outcome = await readNodes(reading, some)
      return outcome.kind === 'failed' ? outcome : undefined
    },
  )
  return failure ?? { kind: 'done' }
}

async function readNodes(reading: Reading, ids: readonly string[]): Promise<Outcome> {
  const asOf = Date.now()
  const read = await reading.admin(NODES, { ids }, Nodes)
  if (read.kind === 'failed') return read
  const { shop, nodes } = read.value
  const there = nodes.filter((node) => node !== null)
  const known = readableItems(Node, there, reading.faults, namedById('node'))
  const variants = known.flatMap((node) => {
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
  const own = readableItems(BareVariant, variants.nodes, reading.faults, namedById('variant'))
  const whole = own.map((variant) => ({ ...variant, product: rest }))
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
  const withSku = variants.map((variant) => ({ sku: skuOf(variant, options), variant }))
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
