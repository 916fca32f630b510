/** The types of `shelfbell.mjs`: put this file beside it, or name it in a `declare module`. */

/** How a page is set up. The same as the script tag's data attributes, without `data-`. */
export interface Settings {
  /** The Worker's address, where a bundler took the module elsewhere. */
  base?: string
  /** The shop's public key. */
  shop: string
  sku?: string
  locale?: string
  externalId?: string
  /** A selector: the button goes there. */
  target?: string
  /** Beside the target, or in its place. */
  place?: 'after' | 'replace'
  /** The button's words. */
  label?: string
  /** Whether the form opens over the page, or in the button's place. */
  form?: 'dialog' | 'inline'
  /** Whether every sold-out variant is offered, whichever is chosen on the page. */
  any?: true
  /** Where the button goes when nothing else says it. */
  anchor?: Element | null
}

/** What the form is opened for. */
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
}

/** What a page may call; `window.Shelfbell` is the same. */
export interface Shelfbell {
  /** Opens the form: for a product, or for what is sold out on the page. */
  open(product?: Product): Promise<void>
  close(): void
  /** Takes everything away and looks at the page afresh. */
  refresh(): void
  destroy(): void
}

/** `event.detail` of the events, which bubble from the button, or come from the document. */
export interface Detail {
  sku: string
  /** Of `shelfbell:subscribed`. */
  channels?: ('email' | 'sms')[]
  /** Of `shelfbell:error`: a stable code, never what was typed. */
  code?: string
}

declare global {
  interface DocumentEventMap {
    /** Before the form opens; `preventDefault` keeps it closed. */
    'shelfbell:open': CustomEvent<Detail>
    /** `preventDefault` closes the form in place of its thanks. */
    'shelfbell:subscribed': CustomEvent<Detail>
    /** `preventDefault` leaves it to the page to say so; the form says only what is wrong of a field. */
    'shelfbell:error': CustomEvent<Detail>
  }
}

/** Starts the widget once, and gives the same one back after that. */
export function start(settings: Settings): Shelfbell
