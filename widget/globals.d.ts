import type { Shelfbell as Widget } from './contract.ts'

declare global {
  /** The folder of the other files, relative to the base, with a slash at the end. Set by the build. */
  const FILES: string
  /** The languages that have a file of their own, separated by commas. */
  const LANGUAGES: string

  interface Window {
    Shelfbell?: Widget
    /** A tag manager's queue of events. */
    dataLayer?: unknown
    /** Globals of the platforms; any part may be missing. */
    Shopify?: { currency?: { active?: string } }
    /** What Shopify gives its own analytics on each product page. */
    ShopifyAnalytics?: { meta?: { product?: unknown } }
    BCData?: { product_attributes?: unknown }
    prestashop?: {
      on?(event: string, handler: () => void): unknown
      removeListener?(event: string, handler: () => void): unknown
      configuration?: { is_catalog?: unknown }
      currency?: { iso_code?: string }
      cart?: { products?: { id_product?: unknown; id_product_attribute?: unknown }[] }
    }
    Alpine?: { $data?(element: Element): { optionConfig?: unknown } | undefined }
    jQuery?: (element: Element) => {
      on(events: string, handler: (event: unknown, data?: unknown) => void): unknown
      off(events: string): unknown
      data(name: string): unknown
    }
    subscribe?: (event: string, handler: (payload: unknown) => void) => unknown
  }
}
