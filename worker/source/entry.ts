/**
 * Catalogue entries as sources give them. A vendor may write any field in another type, so a field that
 * cannot be read is left out. The sku and the address decide: without them there is no entry.
 */
import * as v from 'valibot'
import { CatalogEntry } from '../../shared/product.ts'
import { LooseProduct } from '../loose-product.ts'

/** An entry without the fields that cannot be read, and the number of these fields. */
export interface ReadEntry {
  entry: CatalogEntry
  leftOut: number
}

/** Reads an entry; undefined if it has no usable sku or address. An entry without a title has its sku. */
export function readEntry({ sku, locale, ...said }: CatalogEntry): ReadEntry | undefined {
  const fields = Object.entries(v.parse(LooseProduct, said))
  const read = fields.filter(([, value]) => value !== undefined)
  const given = Object.values(said).filter((value) => value !== undefined)
  const product = { title: sku, ...Object.fromEntries(read) }
  const entry = v.safeParse(CatalogEntry, {
    sku,
    ...(locale !== undefined && { locale }),
    ...product,
  })
  return entry.success ? { entry: entry.output, leftOut: given.length - read.length } : undefined
}
