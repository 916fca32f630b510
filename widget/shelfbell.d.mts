/** The types of `shelfbell.mjs`: put this file beside it, or use it in a `declare module`. */

/** The settings of a page: the script tag's data attributes, without `data-`. */
export interface Settings {
  /** The Worker's address, if a bundler moved the module elsewhere. */
  base?: string
  /** The shop's public key. */
  shop: string
  sku?: string
  locale?: string
  externalId?: string
  /** A selector: the button appears beside its first match that is seen. */
  target?: string
  /** Whether the button appears after the target or replaces it. */
  place?: 'after' | 'replace'
  /** The button's text. */
  label?: string
  /** Whether the form opens as a dialog or in the button's place. */
  form?: 'dialog' | 'inline'
  /** Offers every sold-out variant, whichever is chosen on the page. */
  any?: true
  /** What the page says of its own with each request: up to ten short texts, by name. */
  data?: Record<string, string>
  /** The element after which the button appears if nothing else says where. */
  anchor?: Element | null
}

/** The product for which the form opens. */
export interface Product {
  sku: string
  title?: string
  variantTitle?: string
  url?: string
  image?: string
  price?: number
  /** ISO 4217 */
  currency?: string
  /** BCP 47 */
  locale?: string
  externalId?: string
  /** What the page says of its own with the request. */
  data?: Record<string, string>
}

/** A shopper as the page knows them. Nothing of it leaves the page before the form is sent. */
export interface Shopper {
  /** Both fill an empty field of the form; a number has its country code. */
  email?: string
  phone?: string
  /** These go with the request. Without the backend's `proof` (a JWT) they are the page's word. */
  customerId?: string
  attributes?: Record<string, string | number | boolean>
  proof?: string
}

/** The functions for a page, the same as `window.Shelfbell`. */
export interface Shelfbell {
  /** Says who is signed in; `null` forgets it. */
  identify(shopper: Shopper | null): void
  /** Opens the form for a product, or for the page's sold-out variants. */
  open(product?: Product): Promise<void>
  close(): void
  /** Removes all buttons and reads the page again. */
  refresh(): void
  destroy(): void
}

/** `event.detail` of the events. They bubble from the button, or are fired on the document. */
export interface Detail {
  sku: string
  /** Set for `shelfbell:subscribed`. */
  channels?: ('email' | 'sms')[]
  /** Set for `shelfbell:error`: a stable code, never the shopper's input. */
  code?: string
}

declare global {
  interface DocumentEventMap {
    /** Fired before the form opens; `preventDefault` keeps it closed. */
    'shelfbell:open': CustomEvent<Detail>
    /** `preventDefault` closes the form instead of showing its thanks. */
    'shelfbell:subscribed': CustomEvent<Detail>
    /** With `preventDefault` the page shows the error; the form still shows faults of its fields. */
    'shelfbell:error': CustomEvent<Detail>
  }
}

/** Starts the widget; further calls return the same one. */
export function start(settings: Settings): Shelfbell
