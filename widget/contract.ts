/** What passes between the loader, the platforms, the button and the form: built and loaded apart. */
import type { Product } from '../shared/product.ts'
import type { Words } from './texts/en.ts'

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

/** What is known of a product; any part may be unknown. */
export type Known = { [part in keyof Product]?: Product[part] | undefined }

/**
 * A variant that the shopper may ask for. The loader reads no more of it than the button needs;
 * the rest is where the page has it, and the form reads it there.
 */
export interface Variant {
  sku: string
  locale?: string | undefined
  externalId?: string | undefined
  /** The element that the page marked. */
  marked?: Element
  /** The offer, its product, and the group that the product is a variant of. */
  linked?: [offer: LinkedNode, product: LinkedNode, group?: LinkedNode | undefined]
  /** What a platform's page, or whoever opened the form, says of it. */
  known?: Known
}

/**
 * A variant, and whether it is sold out: by the page's word, or by the edge's where the page is
 * silent; undefined as long as nobody is asked. `market` is its part of the question.
 */
export interface Found extends Variant {
  soldOut?: boolean | null | undefined
  market?: string
}

/** The variants by place: inside a marked element, or beside any other. */
export type Places = Map<Element, Found[]>

/** What a marked element says: `data-shelfbell-<name>`, or just `<name>` of a `<shelf-bell>`. */
export const said = (element: Element | undefined, name: string): string | undefined =>
  element?.getAttribute(`data-shelfbell-${name}`) ??
  (element?.localName === 'shelf-bell' ? element.getAttribute(name) : null) ??
  undefined

/** How often a pinned form may be tried for anew: its page has to know each address beforehand. */
export const RETRIES = 3

/** How a page is set up: the script tag's data attributes, or the argument of `start`. */
export interface Settings {
  /**
   * Where the script came from, with a slash at the end: the Worker's address, or the folder of its
   * release there. Then it is pinned: the page may hold all that is loaded to its hash.
   */
  base: string
  shop: string
  sku?: string | undefined
  locale?: string | undefined
  externalId?: string | undefined
  /** A selector: the button goes there. */
  target?: string | undefined
  /** Beside the target (`after`, the default), or in its place for as long as it shows. */
  place?: string | undefined
  label?: string | undefined
  /** How the form opens: over the page (`dialog`, the default), or in the button's place (`inline`). */
  form?: string | undefined
  /** Present: every sold-out variant is offered, whichever is chosen on the page. */
  any?: string | boolean | undefined
  /** Where the button goes when nothing else says it: the script tag. */
  anchor?: Element | null
}

/** One product on a platform's page: where it is bought, and the variants to ask for. */
export interface Spot {
  anchor: Element | null | undefined
  variants: Found[]
}

/** A platform's file. */
export interface PlatformModule {
  /** Follows the page until the signal; gives what reads the page as it is at the moment. */
  follow(page: { changed(): void; signal: AbortSignal; any: boolean }): () => Spot[]
}

/** The button's file. */
export interface ButtonModule {
  mount(settings: Settings, base: string, files: string): Painter
}
export interface Painter {
  /** Brings the buttons in line with the page. */
  show(read: () => Places): Promise<void>
  /** Takes all buttons away at once. */
  clear(): void
  open(variants: Variant[]): Promise<void>
  close(): void
}

/** What the page is told: a DOM event that bubbles, `shelfbell:<name>`. */
export type Tell = (
  name: 'open' | 'subscribed' | 'error',
  detail: { sku: string; code?: string; channels?: string[] },
) => boolean

/** What the form is opened with. */
export interface Opening {
  /** The Worker's address, with a slash at the end. */
  base: string
  shop: string
  /** The words of a language, its file's and the shop's own; the form has the English ones. */
  wordsFor(locale: string | undefined): Promise<Words>
  /** At least one; the shopper chooses when there are more. */
  variants: Variant[]
  /** Gets the focus back, and lends the form its colours. */
  button: HTMLElement
  /** Whether the form takes the button's place, until it is closed. */
  inline: boolean
  tell: Tell
}

/** The form's file. */
export interface FormModule {
  /** Shows the form, and gives back what closes it. */
  open(opening: Opening): () => void
}

/** `window.Shelfbell`. */
export interface Shelfbell {
  /** Opens the form: for a product, or for what is sold out on the page. */
  open(product?: OpenProduct): Promise<void>
  close(): void
  /** Takes everything away and looks at the page afresh. */
  refresh(): void
  destroy(): void
}
export interface OpenProduct extends Known {
  sku: string
  locale?: string
  externalId?: string
}
