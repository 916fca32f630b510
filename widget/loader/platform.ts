/** Which platform's file the page needs, if any: by what each of them leaves on every product page. */
import { linkedVariants } from './linked-data.ts'

const has = (selector: string) => document.querySelector(selector)

/** The file's name; none where the page's own marks and JSON-LD are all there is to read. */
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
