import type { Shelfbell as Widget } from './contract.ts'

declare global {
  /** Where the further files are, under the base, with a slash at the end. Named by the build. */
  const FILES: string
  /** The languages that have a file of their own, with commas. */
  const LANGUAGES: string

  interface Window {
    Shelfbell?: Widget
    /** Of a tag manager. */
    dataLayer?: unknown
    /** Of the platforms; nothing about them is certain. */
    Shopify?: { currency?: { active?: string } }
    BCData?: {
      product_attributes?: { sku?: string; instock?: boolean | null; purchasable?: boolean }
    }
    jQuery?: (element: Element) => {
      on(events: string, handler: (event: unknown, data?: unknown) => void): unknown
      off(events: string): unknown
      data(name: string): unknown
    }
    subscribe?: (event: string, handler: (payload: unknown) => void) => unknown
  }
}
