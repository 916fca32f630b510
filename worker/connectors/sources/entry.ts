/** What sources give about a product: entries of the catalogue, and facts. */
import type { CatalogEntry, FactName } from '../../../shared/product.ts'

/**
 * Facts of a variant as a source knows them. A fact that it leaves out stays as another system gave it; null
 * (for tags and collections an empty list) means that there is none. A price without a currency has none.
 */
export type SaidFacts = { [Name in FactName]?: CatalogEntry[Name] | null }

/** A catalogue entry of a source. What it describes replaces the stored entry, except for facts that it leaves out. */
export type SourceEntry = Omit<CatalogEntry, FactName> & SaidFacts

/**
 * Facts of a variant, from a source that knows no title or no page of it. They change the entries that the
 * catalogue has of the sku: all of them, or with `locale` or `variantId` those of that locale or variant.
 */
export interface SourceFacts extends SaidFacts {
  sku: string
  locale?: string
  variantId?: string
}
