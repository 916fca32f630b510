/** Reads what the page says about a variant, when the form opens. */
import { list, said, type Known, type Variant } from '../contract.ts'

/** The product as the page shows it; any part may be unknown. */
export function describe({ marked, linked, known }: Variant): Known {
  const [offer, product, group] = linked ?? []
  const image = list(product?.image ?? group?.image)[0]
  const variant = group
    ? [product?.color, product?.size].filter(Boolean).join(' / ') || product?.name
    : offer?.name
  const price = Number(
    said(marked, 'price') ?? known?.price ?? offer?.price ?? offer?.lowPrice ?? NaN,
  )
  // A page that names only this sku is the product's page.
  const heading =
    marked || known ? undefined : document.querySelector('h1')?.textContent?.trim() || undefined
  const picture = typeof image === 'object' ? image.url : image
  return {
    title: said(marked, 'title') ?? known?.title ?? group?.name ?? product?.name ?? heading,
    variantTitle: said(marked, 'variant') ?? known?.variantTitle ?? variant,
    url: absolute(said(marked, 'url') ?? known?.url ?? offer?.url ?? product?.url ?? pageAddress()),
    image: absolute(said(marked, 'image') ?? known?.image ?? picture),
    price: price >= 0 ? price : undefined,
    currency: said(marked, 'currency') ?? known?.currency ?? offer?.priceCurrency,
  }
}

/** The page's address without query and fragment, which may contain personal data. */
export const pageAddress = () => location.origin + location.pathname

/** Resolves an address. Not with `URL.canParse`, which older browsers do not have. */
function absolute(url: string | undefined): string | undefined {
  try {
    return url ? new URL(url, location.href).href : undefined
  } catch {
    return undefined
  }
}
