/** Puts together what a mark, a platform's file or a caller says of a variant, and what the page says. Pure. */
import { imageAddress, ownAddress, productAddress } from '../../shared/page/address.ts'
import type { PageProduct } from '../../shared/page/parts.ts'
import { amountIn, currencyIn } from '../../shared/page/price.ts'
import { textIn } from '../../shared/page/text.ts'
import type { Product } from '../../shared/product.ts'

/** What somebody says of a variant, as it is written. */
export type Stated = { [part in keyof Product]?: unknown }

/**
 * All that is known of a variant. `stated` counts first, part by part, then the page's data of a variant
 * with its sku (`named`), then what the page says of its own product (`general`). What the Worker would
 * refuse counts as not said. `address`: the page's.
 */
export function complete(
  stated: Stated,
  named: PageProduct = {},
  general: PageProduct = {},
  address: string,
) {
  const title = textIn(stated.title) ?? named.title ?? general.title
  const variantTitle = textIn(stated.variantTitle) ?? named.variantTitle
  const currency = currencyIn(stated.currency)
  // A shop may show its price in another currency than its data.
  const isSame = !currency || !named.currency || currency === named.currency
  return {
    id: textIn(stated.id),
    variantId: textIn(stated.variantId),
    title,
    variantTitle: fold(variantTitle) === fold(title) ? undefined : variantTitle,
    url: addressIn(stated.url, address) ?? named.url ?? general.url,
    image: imageAddress(stated.image, address) ?? named.image ?? general.image,
    price: amountIn(stated.price, currency) ?? (isSame ? named.price : undefined),
    currency: currency ?? named.currency ?? general.currency,
  }
}

/** An address, which may be on another of the shop's origins; the page does not know them. */
const addressIn = (value: unknown, address: string): string | undefined =>
  ownAddress(value, { address }) ?? (typeof value === 'string' ? productAddress(value) : undefined)

const fold = (text: string | undefined) => text?.toLowerCase()
