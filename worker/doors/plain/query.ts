/** What the page's address asks for. A shop's template writes it, and so may anybody. Pure. */
import * as v from 'valibot'
import { localeIn } from '../../../shared/locale.ts'
import { usableData } from '../../loose-data.ts'
import { LooseProduct, usableProduct } from '../../loose-product.ts'
import type { Data } from '../../../shared/data.ts'
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
  /** What the shop's page says of its own. */
  data?: Data | undefined
}

const DATA = 'data-'

/**
 * Reads `sku`, `locale`, `externalId`, the product's `title`, `variant` and `url`, and `data-<name>`. Anybody can
 * make such an address, so the texts are made harmless before a page shows them.
 */
export function formQuery(query: Record<string, string>, shop: ClientShop): FormQuery {
  const { sku = '', externalId, title, variant, url } = query
  const said = v.parse(LooseProduct, { title, variantTitle: variant, url: absolute(url, shop) })
  const link = said.url
  const isOwn = link !== undefined && shop.origins.includes(new URL(link).origin)
  const told = isOwn && usableProduct(said, { title: sku, url: link })
  const own = Object.entries(query).flatMap(([name, value]) =>
    name.startsWith(DATA) ? [[name.slice(DATA.length), value] as const] : [],
  )
  const data = usableData(Object.fromEntries(own))
  return {
    sku: sku.trim(),
    locale: localeIn(query['locale']) ?? shop.defaultLocale,
    ...(externalId && { externalId }),
    ...(data && { data }),
    ...(told && { product: madeHarmless(told, sku, shop).product }),
  }
}

/** A template may write a link without the shop's origin. */
const absolute = (link: string | undefined, { origins }: ClientShop): string | undefined =>
  link !== undefined && URL.canParse(link, origins[0]) ? new URL(link, origins[0]).href : undefined
