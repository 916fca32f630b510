/** What goes into the reader of product pages, and what comes out. */
import type { State } from './availability.ts'
import type { Thing } from './thing.ts'

/** A page as text and attributes. The widget collects it from the DOM, the Worker from HTML. */
export interface PageParts {
  /** The page's own address. */
  address: string
  /** The texts of its JSON-LD scripts. */
  scripts: readonly string[]
  /** Its microdata, as `microdata` of microdata.ts gives it. */
  things: readonly Thing[]
  /** Its metas: `property` or `name`, and `content`. */
  metas: readonly (readonly [name: string, content: string])[]
  /** The address of its canonical link. */
  canonical?: string | undefined
  /** The text of its first `h1`. */
  heading?: string | undefined
  /** The shop's origins beside the page's own, as far as they are known. */
  origins?: readonly string[] | undefined
}

/** What a page says of a product. Each part is as shared/product.ts takes it, or absent. */
export interface PageProduct {
  title?: string | undefined
  variantTitle?: string | undefined
  url?: string | undefined
  image?: string | undefined
  price?: number | undefined
  currency?: string | undefined
}

/** A variant on a page. */
export interface PageVariant {
  /** By what a shop's stock may name it; the first is its sku for the widget and the sources. */
  names: readonly string[]
  /** Undefined if the page does not say, or in a word that nobody knows. */
  state: State | undefined
  /** Its own address, if the page gives it one. */
  url: string | undefined
  /** Without a title if the page names nothing. */
  product: PageProduct
}

/** A page, read. */
export interface PageReading {
  /** The variants of the page's own product; none on a page that lists products. */
  own: PageVariant[]
  /** Those of other products that the page has data of. */
  others: PageVariant[]
  /** What the page says outside of its data: its heading, picture, currency and address. */
  page: PageProduct
  /** The words for availability that nobody knows, each once. */
  unknownWords: string[]
}
