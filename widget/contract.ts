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
  /** The day on which the shop expects it back: `2026-12-24`. */
  restockAt?: string | undefined
  /** What the page says of its own with a request for it. */
  data?: Record<string, string> | undefined
}

/**
 * A variant, and whether it is sold out: as the page says, else as the Worker answers; undefined until
 * then. `market` is its part of the request.
 */
export interface Found extends Variant {
  soldOut?: boolean | null | undefined
  /** Whether the page says that it is sold out, whatever the Worker answers. */
  missed?: boolean
  /**
   * The page sells it although it is out of stock (PreOrder, BackOrder, MadeToOrder). Then `soldOut` stays
   * undefined: the shop's `oversell` decides, so the Worker is asked.
   */
  oversold?: boolean
  market?: string
}

/** The value of a marked element's `data-shelfbell-<name>`, or of `<name>` on a `<shelf-bell>`. */
export const said = (element: Element | null | undefined, name: string): string | undefined =>
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
  /** What the page says of its own with each request; the script tag may have it as attributes instead. */
  data?: Record<string, string> | undefined
  /**
   * The element after which the button appears if nothing else says where. A script tag counts only if it
   * stands beside the product.
   */
  anchor?: Element | null
}

/**
 * A product on the page, and the variants to offer: in the element that the page marked, or beside the
 * buy button that its platform names, or at a place that has to be found.
 */
export interface Spot {
  anchor?: Element | null | undefined
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

/** Loads a file of the release; rejects if it does not load. */
export type Load = <T>(name: string) => Promise<T>

/** The button's file. */
export interface ButtonModule {
  /** `settings` returns them as they are now: a page may bring another script tag. */
  mount(settings: () => Settings, base: string, files: string, load: Load): Painter
}
export interface Painter {
  /**
   * Adds, updates and removes buttons to match the page. `changed` is called when the page may have changed
   * otherwise than by a mutation of its nodes.
   */
  show(read: () => Spot[], changed: () => void): Promise<void>
  /** Removes all buttons. */
  clear(): void
  /** Opens the form for a product, or for what is sold out on the page. */
  open(product: OpenProduct | undefined, read: () => Spot[]): Promise<void>
  close(): void
}

/** `beside.js`: puts buttons beside elements of the page, or in their place. */
export interface BesideModule {
  beside(load: Load, changed: () => void): Beside
}
export interface Beside {
  /** Loads what finds the places of these spots, if neither settings nor platform name them. */
  prepare(spots: Spot[], settings: Settings): Promise<void>
  /** The element that a spot's button goes beside; undefined if there is none. */
  anchorOf(spot: Spot, settings: Settings): Element | undefined
  /** Puts a button beside its anchor or `instead` of it, or lays it out again. */
  put(host: HTMLElement, anchor: Element, instead: boolean): void
  /** Shows the anchor again if a button stood in its place. */
  free(anchor: Element): void
  /** Shows what is still hidden in copies of former pages. */
  tidy(): void
  /** Stops following the page. */
  stop(): void
}

/** `place.js`: finds a place on a page that names none. */
export interface PlaceModule {
  /**
   * The script tag if it stands beside the product, else the buy button, else the heading of the product
   * with this name; undefined if the page has none of them.
   */
  placeFor(script: Element | null | undefined, title: string | undefined): Element | undefined
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

/** A shopper as the page knows them. Nothing of it leaves the page before the form is sent. */
export interface Shopper {
  /** Both fill an empty field of the form. */
  email?: string
  phone?: string
  /** These go with the request. Without the backend's `proof` (a JWT) they are the page's word. */
  customerId?: string
  attributes?: Record<string, string | number | boolean>
  proof?: string
}

/** `window.Shelfbell`. */
export interface Shelfbell {
  /** Says who is signed in; `null` forgets it. A page may call it before the script has loaded, too. */
  identify(shopper: Shopper | null): void
  /** The shopper of the last call. */
  who?: Shopper | null
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
  data?: Record<string, string>
}
