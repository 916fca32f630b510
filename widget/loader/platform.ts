/** Detects the page's platform by marks that it has on every product page. */
import { linkedVariants } from './linked-data.ts'

const has = (selector: string) => document.querySelector(selector)

/** The name of the platform's file; false if the page's own marks and JSON-LD suffice. */
export const platformOf = (): string | false =>
  window.Shopify
    ? 'shopify'
    : window.BCData
      ? 'stencil'
      : has('.variations_form,.single-product .out-of-stock')
        ? 'woo'
        : has('[data-role=swatch-options],.super-attribute-select,.stock.unavailable')
          ? 'magento'
          : !!has('[itemtype$="/Product"]') && !linkedVariants()[0] && 'microdata'
