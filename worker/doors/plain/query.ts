/** What the page's address asks for. A shop's template writes it, and so may anybody. Pure. */
import * as v from 'valibot'
import { localeIn } from '../../../shared/locale.ts'
import { Product } from '../../../shared/product.ts'
import { madeHarmless } from '../../catalog/snapshot.ts'
import type { ClientShop } from '../../shop/shop.ts'

/** The query of the page's address. */
export interface FormQuery {
  /** Empty if the address has none. */
  sku: string
  /** A canonical tag. The shop's locale if the address has none, or an invalid one. */
  locale: string
  externalId?: string | undefined
  /** Undefined if it is invalid, or if its link leads to none of the shop's origins. */
  product?: Product | undefined
}

/**
 * Reads `sku`, `locale`, `externalId`, and the product's `title`, `variant` and `url`. Anybody can
 * make such an address, so the texts are made harmless before a page shows them.
 */
export function formQuery(query: Record<string, string>, shop: ClientShop): FormQuery {
  const { sku = '', externalId, title, variant, url } = query
  const told = v.safeParse(Product, { title, url, ...(variant && { variantTitle: variant }) })
  const own = told.success && shop.origins.includes(new URL(told.output.url).origin)
  return {
    sku: sku.trim(),
    locale: localeIn(query['locale']) ?? shop.defaultLocale,
    ...(externalId && { externalId }),
    ...(own && { product: madeHarmless(told.output, sku, shop).product }),
  }
}
