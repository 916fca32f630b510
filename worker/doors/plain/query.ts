/** What the page's address asks for. A shop's template writes it, and so may anybody. Pure. */
import * as v from 'valibot'
import { localeIn } from '../../../shared/locale.ts'
import { LooseProduct, usableProduct } from '../../loose-product.ts'
import type { Product } from '../../../shared/product.ts'
import { madeHarmless } from '../../catalog/snapshot.ts'
import type { ClientShop } from '../../shop/shop.ts'

/** The query of the page's address. */
export interface FormQuery {
  /** Empty if the address has none. */
  sku: string
  /** A canonical tag. The shop's locale if the address has none, or an invalid one. */
  locale: string
  externalId?: string | undefined
  /** Undefined unless its link leads to one of the shop's origins. */
  product?: Product | undefined
}

/**
 * Reads `sku`, `locale`, `externalId`, and the product's `title`, `variant` and `url`. Anybody can
 * make such an address, so the texts are made harmless before a page shows them.
 */
export function formQuery(query: Record<string, string>, shop: ClientShop): FormQuery {
  const { sku = '', externalId, title, variant, url } = query
  const said = v.parse(LooseProduct, { title, variantTitle: variant, url: absolute(url, shop) })
  const link = said.url
  const own = link !== undefined && shop.origins.includes(new URL(link).origin)
  const told = own && usableProduct(said, { title: sku, url: link })
  return {
    sku: sku.trim(),
    locale: localeIn(query['locale']) ?? shop.defaultLocale,
    ...(externalId && { externalId }),
    ...(told && { product: madeHarmless(told, sku, shop).product }),
  }
}

/** A template may write a link without the shop's origin. */
const absolute = (link: string | undefined, { origins }: ClientShop): string | undefined =>
  link !== undefined && URL.canParse(link, origins[0]) ? new URL(link, origins[0]).href : undefined
