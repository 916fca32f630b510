/**
 * Reads what webhooks hinted at: inventory items and variants many in one query, products one by
 * one, because a product may have two thousand variants. An id that Shopify no longer has is
 * skipped. A variant or field that Shopify fails to compute costs only itself.
 */
import * as v from 'valibot'
import { chunks } from '../../../chunks.ts'
import type { Sink, SourceContext, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { type Judge, judgeOf, readTogether } from '../judge.ts'
import { namedById, readableItems } from '../readable.ts'
import { type Admin, type AdminAnswer, matters } from './admin.ts'
import { gid } from './gid.ts'
import { NODES_PER_QUERY } from './limits.ts'
import type { ShopifyOptions } from './options.ts'
import {
  Item,
  LEVELS,
  NODES,
  Nodes,
  SHOP,
  VARIANT_IDS,
  VariantIds,
  VARIANTS,
  Variants,
} from './queries.ts'
import { highestLevels, variantsSoldInstead } from './shared-sku.ts'
import { isPublished, knownVariant, variantEntry } from './variant.ts'

type Outcome = { kind: 'done' } | SourceFailure

interface Reading {
  admin: Admin
  sink: Sink
  options: ShopifyOptions
  context: SourceContext
  /** Global ids of variants to read one by one, because their list could not be read whole. */
  further: Set<string>
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
  const sets = { further: new Set<string>(), readInstead: new Set<string>() }
  const reading: Reading = { admin, sink, options, context, ...sets, faults, judge }
  const isProduct = (id: string) => id.startsWith(gid('Product', ''))
  const failure =
    (await rereadNodes(
      reading,
      hints.filter((id) => !isProduct(id)),
    )) ??
    (await rereadProducts(reading, hints.filter(isProduct))) ??
    (await rereadNodes(reading, [...reading.further])) ??
    (await rereadNodes(reading, [...reading.readInstead])) ??
    (await judge.finish())
  return failure ?? { kind: 'done' }
}

/** Reads inventory items and variants together, or one by one those for which that fails. */
async function rereadNodes(
  reading: Reading,
  ids: readonly string[],
): Promise<SourceFailure | undefined> {
  for (const some of chunks([...ids], NODES_PER_QUERY)) {
    const failing = new Set<string>()
    const failure = await readTogether(
      reading.judge,
      some,
      (id: string) => ({ key: id }),
      async (asked) => {
        const [only = ''] = asked
        const read = await readNodes(reading, NODES, asked)
        if (read.kind === 'done') {
          for (const id of read.failing.keys()) failing.add(id)
          return undefined
        }
        const isAlone = asked.length === 1 && OF_FIELD.test(read.reason)
        return isAlone ? readLevel(reading, only) : read
      },
    )
    if (failure) return failure
    for (const id of failing) {
      const alone = await readLevel(reading, id)
      const ended = alone && (await reading.judge.failed({ key: id }, alone))
      if (ended) return ended
    }
  }
  return undefined
}

/** Reasons that a field of one node may cause. */
const OF_FIELD = /^(internal_server_error|graphql_error)$/

/** Reads the level of one node, without the fields of its catalogue entry. */
async function readLevel(reading: Reading, id: string): Promise<SourceFailure | undefined> {
  const read = await readNodes(reading, LEVELS, [id])
  if (read.kind === 'failed') return read
  const [failing] = read.failing.values()
  return failing === undefined ? undefined : { kind: 'failed', reason: failing }
}

/** Reads and stores nodes. `failing`: those with a field that Shopify failed to compute, and why. */
async function readNodes(
  reading: Reading,
  query: typeof NODES,
  ids: readonly string[],
): Promise<{ kind: 'done'; failing: Map<string, string> } | SourceFailure> {
  const asOf = Date.now()
  const read = await reading.admin(query, { ids }, Nodes, 'partly')
  if (read.kind === 'failed') return read
  const { shop, nodes } = read.value
  const errors = read.errors.filter((one) => matters(read.value, one))
  const failing = new Map<string, string>()
  const found: unknown[] = []
  for (const [at, id] of ids.entries()) {
    const node = nodes[at]
    const error = errors.find(({ path }) => path[0] === 'nodes' && path[1] === at)
    if (error) failing.set(id, error.reason)
    else if (isItem(node)) found.push(...(await variantsOfItem(reading, id, node)))
    else if (node !== null) found.push(node)
  }
  await store(reading, found, shop?.currencyCode, asOf, query === NODES)
  return { kind: 'done', failing }
}

const isItem = (node: unknown): node is object =>
  typeof node === 'object' && node !== null && 'variants' in node

/** The variants of an inventory item. If it has more than the query asked for, they are read further. */
async function variantsOfItem(reading: Reading, id: string, node: object): Promise<unknown[]> {
  const item = v.safeParse(Item, node)
  if (!item.success) {
    reading.faults.note(id, 'item_unreadable')
    return []
  }
  const { pageInfo: after, nodes } = item.output.variants
  const failure = after && (await readIds(reading, 'item', id, after))
  if (failure) reading.faults.note(id, failure.reason)
  return nodes
}

async function rereadProducts(
  reading: Reading,
  ids: readonly string[],
): Promise<SourceFailure | undefined> {
  for (const id of ids) {
    const outcome = await rereadProduct(reading, id)
    if (outcome.kind === 'done') reading.judge.answered({ key: id })
    const failure = outcome.kind === 'failed' && (await reading.judge.failed({ key: id }, outcome))
    if (failure) return failure
  }
  return undefined
}

/** Reads the variants of a product, page by page; one by one from where that fails. */
async function rereadProduct(reading: Reading, id: string): Promise<Outcome> {
  const asOf = Date.now()
  const found: unknown[] = []
  let currency: string | undefined
  let after: string | undefined
  let failure: SourceFailure | undefined
  do {
    const read = await reading.admin(VARIANTS, { id, after: after ?? null }, Variants, 'partly')
    const page = wholePage(read)
    if (!page) {
      failure = await withoutPage(reading, id, after, read)
      break
    }
    found.push(...page.nodes)
    currency ??= page.currency
    after = page.after === after ? undefined : page.after
  } while (after !== undefined)
  await store(reading, found, currency, asOf)
  return failure ?? { kind: 'done' }
}

type ReadPage = AdminAnswer<typeof Variants>

/** A page of which Shopify has computed everything that matters, with its product in each variant. */
function wholePage(read: ReadPage) {
  if (read.kind === 'failed' || read.errors.some((one) => matters(read.value, one)))
    return undefined
  const { shop, product } = read.value
  if (!product) return undefined
  const { variants, ...rest } = product
  const nodes = variants.nodes.map((node) => withProduct(node, rest))
  return { nodes, currency: shop?.currencyCode, after: variants.pageInfo }
}

/** What is left to do where there is no whole page. */
async function withoutPage(
  reading: Reading,
  id: string,
  after: string | undefined,
  read: ReadPage,
): Promise<SourceFailure | undefined> {
  if (read.kind === 'failed' && !OF_FIELD.test(read.reason)) return read
  // Shopify no longer has the product.
  if (read.kind === 'read' && read.errors.length === 0) return undefined
  return readIds(reading, 'product', id, after)
}

const withProduct = (node: unknown, product: object): unknown =>
  typeof node === 'object' && node !== null ? { ...node, product } : node

/** Notes the variants after a cursor as to be read further. */
async function readIds(
  { admin, further }: Reading,
  owner: keyof typeof VARIANT_IDS,
  id: string,
  from: string | undefined,
): Promise<SourceFailure | undefined> {
  let after = from
  do {
    const read = await admin(VARIANT_IDS[owner], { id, after: after ?? null }, VariantIds)
    if (read.kind === 'failed') return read
    const variants = read.value.owner?.variants
    for (const { id: one } of variants?.nodes ?? []) further.add(gid('ProductVariant', one))
    after = variants?.pageInfo === after ? undefined : variants?.pageInfo
  } while (after !== undefined)
  return undefined
}

/**
 * Stores levels and entries. If an unpublished variant shares its SKU with a published one, its own
 * level is dropped and the published one is read instead.
 */
async function store(
  { sink, options, context, readInstead, faults }: Reading,
  nodes: readonly unknown[],
  currency: string | undefined,
  asOf: number,
  hasEntries = true,
): Promise<void> {
  const known = readableItems(knownVariant(options), nodes, faults, namedById('variant'))
  const hidden = known.filter(({ variant }) => !isPublished(variant.product, options.publishedOn))
  const soldInstead = await variantsSoldInstead(context.db, context.shop.id, hidden)
  for (const id of soldInstead.values()) readInstead.add(gid('ProductVariant', id))
  if (hasEntries) {
    await sink.entries(known.flatMap((one) => variantEntry(one, options, currency) ?? []))
  }
  await sink.levels(highestLevels(known.filter(({ sku }) => !soldInstead.has(sku))), asOf)
}
