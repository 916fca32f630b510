/** The parts that every step of reading hints again shares. */
import type { Sink, SourceContext, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import type { Judge } from '../judge.ts'
import { namedById, readableItems } from '../readable.ts'
import type { Admin } from './admin.ts'
import { gid } from './gid.ts'
import type { ShopifyOptions } from './options.ts'
import { VARIANT_IDS, VariantIds } from './queries.ts'
import { highestLevels, variantsSoldInstead } from './shared-sku.ts'
import { isPublished, knownVariant, variantEntry, variantFacts } from './variant.ts'

/** One reading of hints. */
export interface Reading {
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

/** Reasons that a field of one node may cause. */
export const OF_FIELD = /^(internal_server_error|graphql_error)$/

/** Notes the variants after a cursor as to be read further. */
export async function noteFurtherVariants(
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
export async function storeVariants(
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
    const described = known.map((one) => ({ one, entry: variantEntry(one, options, currency) }))
    await sink.entries(described.flatMap(({ entry }) => entry ?? []))
    await sink.facts(
      described.flatMap(({ one, entry }) =>
        entry ? [] : (variantFacts(one, options, currency) ?? []),
      ),
    )
  }
  await sink.levels(highestLevels(known.filter(({ sku }) => !soldInstead.has(sku))), asOf)
}
