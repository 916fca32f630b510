/** The types between loader, platforms, button and form, which are separate bundles. */
import type { Product } from '../shared/product.ts'
import type { OwnWords } from '../shared/languages/words.ts'

/** The known data of a product; any part may be missing. */
export type Known = { [part in keyof Product]?: Product[part] | undefined }

/** A variant that the shopper may request. */
export interface Variant {
  sku: string
  locale?: string | undefined
  externalId?: string | undefined
  /** The element that the page marked. */
  marked?: Element
  /**
   * What the page says of the variant. A platform's file gives only what is the variant's own, and the
   * product's name; `structured.js` completes it when the form opens.
   */
  known?: Known
}

/**
 * A variant, and whether it is sold out: as the page says, else as the Worker answers; undefined until
 * then. `market` is its part of the request.
 */
export interface Found extends Variant {
  soldOut?: boolean | null | undefined
  /**
   * The page sells it although it is out of stock (PreOrder, BackOrder, MadeToOrder). Then `soldOut` stays
   * undefined: the shop's `oversell` decides, so the Worker is asked.
   */
  oversold?: boolean
  market?: string
}

/** The variants by place: inside a marked element, or beside any other. */
export type Places = Map<Element, Found[]>

/** The value of a marked element's `data-shelfbell-<name>`, or of `<name>` on a `<shelf-bell>`. */
export const said = (element: Element | undefined, name: string): string | undefined =>
  element?.getAttribute(`data-shelfbell-${name}`) ??
  (element?.localName === 'shelf-bell' ? element.getAttribute(name) : null) ??
  undefined

/** How often a pinned page retries the form's file: it must know each address in advance. */
export const RETRIES = 3

/** The settings of a page: the script tag's data attributes, or the argument of `start`. */
export interface Settings {
  /**
   * The script's folder, with a slash at the end: the Worker's address, or the folder of a release. In
   * the second case the widget is pinned: the page may check the hash of every file.
   */
  base: string
  shop: string
  sku?: string | undefined
  locale?: string | undefined
  externalId?: string | undefined
  /** A selector of the element beside which the button appears. */
  target?: string | undefined
  /** Beside the target (`after`, the default), or in its place for as long as it shows. */
  place?: string | undefined
  label?: string | undefined
  /** How the form opens: over the page (`dialog`, the default), or in the button's place (`inline`). */
  form?: string | undefined
  /** If present, every sold-out variant is offered, whichever is chosen on the page. */
  any?: string | boolean | undefined
  /** The element after which the button appears if nothing else says where: the script tag. */
  anchor?: Element | null
}

/** A product on a platform's page: its buy button, and the variants to offer. */
export interface Spot {
  anchor: Element | null | undefined
  variants: Found[]
}

/** What a file that finds variants gets from the loader. */
export interface Followed {
  /** To be called when the page may have changed otherwise than by a mutation of its nodes. */
  changed(): void
  /** Aborts when the widget stops. */
  signal: AbortSignal
  /** Whether every sold-out variant is to be offered, whichever one is chosen. */
  any: boolean
  /**
   * Loads the reader of structured data. To be called only if the platform's own data does not say
   * enough; call `changed` when it has come. It rejects if the file does not load.
   */
  structured(): Promise<StructuredModule>
}

/** A platform's file. */
export interface PlatformModule {
  /** Watches the page until the signal aborts; returns a function that reads its present state. */
  follow(page: Followed): () => Spot[]
}

/**
 * `structured.js`: reads the page's JSON-LD, microdata and metas. It is the platform of pages without
 * one, and completes what others found. Reads again only what has changed since.
 */
export interface StructuredModule extends PlatformModule {
  /** The variants of the page's own product. */
  variants(): Found[]
  /** What the page says of its own product: title, image, currency and address. */
  product(): Known
  /**
   * All that is known of a variant: what its mark, the platform or the caller says, completed from the
   * page. What the Worker would refuse is left out.
   */
  describe(variant: Variant): Known
}

/** The button's file. */
export interface ButtonModule {
  mount(settings: Settings, base: string, files: string): Painter
}
export interface Painter {
  /** Adds, updates and removes buttons to match the page. */
  show(read: () => Places): Promise<void>
  /** Removes all buttons. */
  clear(): void
  open(variants: Variant[]): Promise<void>
  close(): void
}

/** Fires the bubbling DOM event `shelfbell:<name>`; returns false if the page prevented the default. */
export type Tell = (
  name: 'open' | 'subscribed' | 'error',
  detail: { sku: string; code?: string; channels?: string[] },
) => boolean

/** The arguments of the form. */
export interface Opening {
  /** The Worker's address, with a slash at the end. */
  base: string
  shop: string
  /** The words of a language: those of its file, then the shop's own. English is part of the form. */
  wordsFor(locale: string | undefined): Promise<OwnWords>
  /** At least one, each with all that is known of it; with more, the shopper chooses. */
  variants: Variant[]
  /** The button that gets the focus back, and whose colours the form uses. */
  button: HTMLElement
  /** Whether the form replaces the button until it is closed. */
  inline: boolean
  tell: Tell
}

/** The form's file. */
export interface FormModule {
  /** Shows the form; returns a function that closes it. */
  open(opening: Opening): () => void
}

/** `window.Shelfbell`. */
export interface Shelfbell {
  /** Opens the form for a product, or for the page's sold-out variants. */
  open(product?: OpenProduct): Promise<void>
  close(): void
  /** Removes all buttons and reads the page again. */
  refresh(): void
  destroy(): void
}
export interface OpenProduct extends Known {
  sku: string
  locale?: string
  externalId?: string
}
