/** What the page has to say of a variant, read when the form opens. */
import type { Product } from '../../shared/product.ts'
import { list, type Variant } from '../contract.ts'

type Known = { [part in keyof Product]: Product[part] | undefined }

/** The product as the page shows it; any part may be unknown. */
export function describe({ marked, linked }: Variant): Known {
  const [offer, product, group] = linked ?? []
  const image = list(product?.image ?? group?.image)[0]
  const variant = group
    ? [product?.color, product?.size].filter(Boolean).join(' / ') || product?.name
    : offer?.name
  const price = Number(marked ? marked['shelfbellPrice'] : (offer?.price ?? offer?.lowPrice))
  return {
    title: marked?.['shelfbellTitle'] ?? group?.name ?? product?.name,
    variantTitle: marked?.['shelfbellVariant'] ?? variant,
    url: absolute(marked?.['shelfbellUrl'] ?? offer?.url ?? product?.url ?? pageAddress()),
    image: absolute(marked?.['shelfbellImage'] ?? (typeof image === 'object' ? image.url : image)),
    price: price >= 0 ? price : undefined,
    currency: marked?.['shelfbellCurrency'] ?? offer?.priceCurrency,
  }
}

/** Where the shopper is, without what a query or a fragment may tell about them. */
export const pageAddress = () => location.origin + location.pathname

const absolute = (url: string | undefined) =>
  url && URL.canParse(url, location.href) ? new URL(url, location.href).href : undefined
