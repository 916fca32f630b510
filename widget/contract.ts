/** What passes between the loader and the form, which are built and cached apart. */

/** One thing in the page's schema.org JSON-LD. The page wrote it: any part may be missing or odd. */
export interface LinkedNode {
  '@type'?: Many<string>
  '@graph'?: Many<LinkedNode>
  mainEntity?: Many<LinkedNode>
  hasVariant?: Many<LinkedNode>
  offers?: Many<LinkedNode>
  sku?: string | number
  name?: string
  size?: string
  color?: string
  url?: string
  image?: Many<string | { url?: string }>
  availability?: string
  price?: string | number
  lowPrice?: string | number
  priceCurrency?: string
}
export type Many<T> = T | T[] | null | undefined

export const list = <T>(many: Many<T>): T[] => (Array.isArray(many) ? many : many ? [many] : [])

/**
 * A variant that the shopper may ask for. The loader reads no more of it than the button needs;
 * the rest is where the page has it, and the form reads it there.
 */
export interface Variant {
  sku: string
  locale?: string | undefined
  externalId?: string | undefined
  /** The marked element's data attributes. */
  marked?: DOMStringMap
  /** The offer, its product, and the group that the product is a variant of. */
  linked?: [offer: LinkedNode, product: LinkedNode, group?: LinkedNode | undefined]
}

/** What the form is opened with. */
export interface Opening {
  /** Where the script came from, with a slash at the end. */
  base: string
  shop: string
  /** At least one; the shopper chooses when there are more. */
  variants: Variant[]
  /** Gets the focus back, and lends the form its colours. */
  button: HTMLElement
}

/** The form's module, as the loader imports it. */
export interface FormModule {
  /** Shows the form, and gives back what closes it. */
  open(opening: Opening): () => void
}
