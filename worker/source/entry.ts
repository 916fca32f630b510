/**
 * Catalogue entries as sources give them. A vendor may write any field in another type, so a field that
 * cannot be read is left out. The sku and the address decide: without them there is no entry.
 */
import * as v from 'valibot'
import { lineOf } from '../../shared/page/text.ts'
import { CatalogEntry, FACTS, NAME_UNITS, NAMES } from '../../shared/product.ts'
import type { SaidFacts, SourceEntry, SourceFacts } from '../connectors/sources/entry.ts'
import { orNothing } from '../lenient.ts'
import { LooseProduct } from '../loose-product.ts'

/** What could be read, and the number of fields that could not. */
export interface ReadEntry {
  entry: SourceEntry
  leftOut: number
}
export interface ReadFacts {
  facts: SourceFacts
  leftOut: number
}

/** A name, which rules compare as a whole: one that is too long is no name. Undefined if it cannot be read. */
function nameIn(value: unknown): string | undefined {
  const name = typeof value === 'string' ? lineOf(value) : ''
  return name !== '' && name.length <= NAME_UNITS ? name : undefined
}

/** Names without repetitions, sorted: a vendor that changes their order changes nothing. The first count. */
const LooseNames = v.pipe(
  v.array(v.unknown()),
  v.transform((list) =>
    [...new Set(list.flatMap((one) => nameIn(one) ?? []))].toSorted().slice(0, NAMES),
  ),
)
const LooseName = v.pipe(v.unknown(), v.transform(nameIn), v.string())

const loose = <const S extends v.GenericSchema>(schema: S) => orNothing(v.nullable(schema))
const LooseFacts = v.object({
  price: loose(CatalogEntry.entries.price),
  currency: loose(CatalogEntry.entries.currency),
  brand: loose(LooseName),
  tags: loose(LooseNames),
  collections: loose(LooseNames),
  state: loose(CatalogEntry.entries.state),
  restockAt: loose(CatalogEntry.entries.restockAt),
})

/** Facts in the order of `FACTS`, those that can be read. Null stays: there is none. */
function factsIn(said: SaidFacts): { facts: SaidFacts; leftOut: number } {
  const read = v.parse(LooseFacts, said)
  const facts: SaidFacts = Object.fromEntries(
    FACTS.flatMap((name) => (read[name] === undefined ? [] : [[name, read[name]] as const])),
  )
  const given = FACTS.filter((name) => said[name] !== undefined)
  return { facts, leftOut: given.length - Object.keys(facts).length }
}

/** Reads an entry; undefined if it has no usable sku or address. An entry without a title has its sku. */
export function readEntry({ sku, locale, ...said }: SourceEntry): ReadEntry | undefined {
  const { facts, leftOut } = factsIn(said)
  const isFact = new Set<string>(FACTS)
  const { price: _price, currency: _currency, ...description } = v.parse(LooseProduct, said)
  const fields = Object.entries(description).filter(([, value]) => value !== undefined)
  const given = Object.entries(said).filter(
    ([name, value]) => value !== undefined && !isFact.has(name),
  )
  const entry = v.safeParse(CatalogEntry, {
    sku,
    ...(locale !== undefined && { locale }),
    title: sku,
    ...Object.fromEntries(fields),
  })
  return entry.success
    ? {
        entry: { ...facts, ...entry.output },
        leftOut: leftOut + given.length - fields.length,
      }
    : undefined
}

/** Reads facts; undefined if there is no usable sku, or nothing to say. */
export function readFacts({ sku, locale, variantId, ...said }: SourceFacts): ReadFacts | undefined {
  const { facts, leftOut } = factsIn(said)
  const whose = v.safeParse(CatalogEntry.entries.sku, sku)
  if (!whose.success || Object.keys(facts).length === 0) return undefined
  // Another system's currency says nothing about this price.
  const isBare = typeof facts.price === 'number' && facts.currency === undefined
  return {
    facts: {
      ...facts,
      ...(isBare && { currency: null }),
      sku: whose.output,
      ...(locale !== undefined && { locale }),
      ...(variantId !== undefined && { variantId }),
    },
    leftOut,
  }
}
