/** The name of a variant for messages that show nothing else of it, such as confirmations. Pure. */
import type { Product } from '../../shared/product.ts'
import { type Catalog, describedAs } from './lookup.ts'
import { nameOf, readSnapshot } from './snapshot.ts'

/** The name of the requested variant: from the catalogue, the request or the sku. Without links. */
export function nameIn(
  catalog: Catalog,
  { sku, locale, product }: { sku: string; locale: string; product: string | null },
): Pick<Product, 'title' | 'variantTitle'> {
  const described = describedAs(catalog, sku, locale, readSnapshot(product))
  const { title, variantTitle } = described ?? { title: nameOf(sku) }
  return { title, ...(variantTitle && { variantTitle }) }
}
