/**
 * Reads the page's structured data: JSON-LD, else microdata. It is the platform of pages without one, and
 * it completes what a platform's file or a marked element says of a variant.
 */
import { said, type Known, type StructuredModule, type Variant } from '../contract.ts'
import { linkedVariants } from './linked-data.ts'
import { microdataVariants } from './microdata.ts'

const meta = (property: string) =>
  document.querySelector<HTMLMetaElement>(`meta[property="${property}"]`)?.content || undefined

export const variants: StructuredModule['variants'] = () => {
  const linked = linkedVariants()
  return linked[0] ? linked : microdataVariants()
}

export const product: StructuredModule['product'] = () => ({
  title: meta('og:title') ?? (document.querySelector('h1')?.textContent?.trim() || undefined),
  image: meta('og:image:secure_url') ?? meta('og:image'),
  currency:
    meta('product:price:currency') ?? meta('og:price:currency') ?? variants()[0]?.known?.currency,
  url: location.origin + location.pathname,
})

// No anchor: structured data describes a product, not its buy button.
export const follow: StructuredModule['follow'] = () => () => [
  { anchor: undefined, variants: variants() },
]

export const describe: StructuredModule['describe'] = ({ sku, marked, known }: Variant) => {
  const own = variants().find((each) => each.sku === sku)?.known
  const price = Number(said(marked, 'price') ?? known?.price ?? own?.price ?? NaN)
  const first = (part: 'title' | 'variantTitle' | 'url' | 'image' | 'currency', name: string) =>
    said(marked, name) ?? known?.[part] ?? own?.[part] ?? (marked ? undefined : product()[part])
  return {
    title: first('title', 'title'),
    variantTitle: first('variantTitle', 'variant'),
    url: absolute(first('url', 'url') ?? location.pathname),
    image: absolute(first('image', 'image')),
    price: price >= 0 ? price : undefined,
    currency: first('currency', 'currency'),
  } satisfies Known
}

/** Resolves an address. Not with `URL.canParse`, which older browsers do not have. */
function absolute(url: string | undefined): string | undefined {
  try {
    return url ? new URL(url, location.href).href : undefined
  } catch {
    return undefined
  }
}
