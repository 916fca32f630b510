/** The file of a bulk operation: one variant per line, as JSON, and below it a line for its picture. */
import * as v from 'valibot'
import { SOURCE_CHUNK } from '../../../limits.ts'
import { needed } from '../../../lenient.ts'
import { jsonOf } from '../../answer.ts'
import type { Sink } from '../contract.ts'
import type { SourceEntry, SourceFacts } from '../entry.ts'
import type { ItemFaults } from '../item-faults.ts'
import { GidNumber } from './gid.ts'
import { CutOff, linesOf } from './lines.ts'
import type { ShopifyOptions } from './options.ts'
import { type KnownVariant, knownVariant, Picture, variantEntry, variantFacts } from './variant.ts'

export interface BulkFile {
  /** How many objects the operation read, by Shopify's count: an empty file may be a broken one. */
  objects: number
  /** ISO 4217: the currency of the shop's prices. Without it, prices are left out. */
  currency: string | undefined
  /** When the operation started: milliseconds since 1970. Its levels were true then. */
  startedAt: number
  /**
   * Whether the operation failed on the way. A variant that is missing may share its SKU with one in
   * the file, so only what is in stock counts.
   */
  isPartial: boolean
}

/** What storing the file gave: counts for the log, or a short reason and the line it stands in. */
export type Stored =
  | { kind: 'stored'; items: number; counts: { repeated: number } }
  | { kind: 'unusable'; reason: string; item?: number }

const Anything = v.unknown()
/** A line that belongs to a variant: the variant's number. */
const Parent = v.pipe(
  v.object({ ['__parentId']: needed(GidNumber) }),
  v.transform((line) => line['__parentId']),
)

/**
 * Reads the file and stores its entries as they come, and its levels after the last line. If
 * several variants share a SKU, as copies of a product do, the highest quantity counts. A line that
 * cannot be read is skipped.
 */
export async function storeBulkFile(
  response: Response,
  { objects, currency, startedAt, isPartial }: BulkFile,
  sink: Sink,
  options: ShopifyOptions,
  faults: ItemFaults,
): Promise<Stored> {
  const schema = knownVariant(options)
  const levels = new Map<string, number>()
  const counts = { repeated: 0 }
  // Variants whose pictures may follow.
  let variants: KnownVariant[] = []
  let items = 0
  let readable = 0
  let unreadable: number | undefined

  const storeEntries = async () => {
    const entries: SourceEntry[] = []
    const facts: SourceFacts[] = []
    for (const one of variants) {
      const entry = variantEntry(one, options, currency)
      const other = entry ? undefined : variantFacts(one, options, currency)
      if (entry) entries.push(entry)
      if (other) facts.push(other)
    }
    variants = []
    await sink.entries(entries)
    await sink.facts(facts)
  }
  const addPicture = (line: unknown, parent: string) => {
    const last = variants.at(-1)
    if (last && last.variant.id === parent) last.variant.media ??= v.parse(Picture, line)
  }
  const addVariant = async (line: unknown, text: string) => {
    items += 1
    const known = v.safeParse(schema, line)
    if (!known.success) {
      unreadable ??= items
      faults.note(nameOf(text, items), 'item_unreadable')
      return
    }
    readable += 1
    if (variants.length >= SOURCE_CHUNK) await storeEntries()
    variants.push(known.output)
    const { sku, quantity } = known.output
    const before = levels.get(sku)
    if (before !== undefined) counts.repeated += 1
    levels.set(sku, Math.max(quantity, before ?? 0))
  }

  faults.restart()
  try {
    for await (const text of linesOf(response)) {
      const line = jsonOf(Anything, text)
      const parent = v.safeParse(Parent, line)
      if (parent.success) addPicture(line, parent.output)
      else await addVariant(line, text)
    }
  } catch (error) {
    if (error instanceof CutOff) return { kind: 'unusable', reason: 'cut_off' }
    throw error
  }
  if (readable === 0 && unreadable !== undefined) {
    return { kind: 'unusable', reason: 'bulk_unreadable', item: unreadable }
  }
  if (items === 0 && objects > 0) return { kind: 'unusable', reason: 'cut_off' }
  await storeEntries()
  const all = Array.from(levels, ([sku, quantity]) => ({ sku, quantity }))
  const certain = isPartial ? all.filter(({ quantity }) => quantity > 0) : all
  await sink.levels(certain, startedAt)
  return { kind: 'stored', items, counts }
}

/** The id of the variant in a line, or the line's number. */
const nameOf = (line: string, number: number): string =>
  /^\{"id":"(gid:\/\/shopify\/ProductVariant\/\d{1,30})"/.exec(line)?.[1] ?? `line ${number}`
