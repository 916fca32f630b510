/** What a variant is called where nothing but its name may stand: in confirmations. Pure. */
import type { Product } from '../../shared/product.ts'
import { type Catalog, describedAs } from './lookup.ts'
import { nameOf, readSnapshot } from './snapshot.ts'

/** The name of what a request is for, from the catalogue, the request, or its sku. It has no links. */
export function nameIn(
  catalog: Catalog,
  { sku, locale, product }: { sku: string; locale: string; product: string | null },
): Pick<Product, 'title' | 'variantTitle'> {
  const described = describedAs(catalog, sku, locale, readSnapshot(product))
  const { title, variantTitle } = described ?? { title: nameOf(sku) }
  return { title, ...(variantTitle && { variantTitle }) }
}
