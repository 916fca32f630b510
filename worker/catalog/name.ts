/** The name of a variant for messages that show nothing else of it, such as confirmations. Pure. */
import { expectedDay } from '../../shared/expected.ts'
import type { CatalogProduct, Product } from '../../shared/product.ts'
import { type Catalog, describedAs } from './lookup.ts'
import { nameOf, readSnapshot } from './snapshot.ts'

/**
 * The name of the requested variant: from the catalogue, the request or the sku. Without links. With the day
 * on which the shop expects it, if that is not over; a request cannot say it. `now`: milliseconds since 1970.
 */
export function nameIn(
  catalog: Catalog,
  { sku, locale, product }: { sku: string; locale: string; product: string | null },
  now: number,
): Pick<Product, 'title' | 'variantTitle'> & { restockAt?: string } {
  const described: Partial<CatalogProduct> & Pick<Product, 'title'> = describedAs(
    catalog,
    sku,
    locale,
    readSnapshot(product),
  ) ?? { title: nameOf(sku) }
  const { title, variantTitle } = described
  const restockAt = expectedDay(described.restockAt, now)
  return { title, ...(variantTitle && { variantTitle }), ...(restockAt && { restockAt }) }
}
