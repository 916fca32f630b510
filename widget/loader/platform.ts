/** Detects the page's platform by marks that it has on every product page. */
const has = (selector: string) => document.querySelector(selector)

/** The name of the platform's file; empty if the page has no known platform. */
export const platformOf = () =>
  window.Shopify
    ? 'shopify'
    : window.BCData
      ? 'stencil'
      : has('[name=variation_id],.single-product')
        ? 'woo'
        : has('#product_addtocart_form,.stock.unavailable')
          ? 'magento'
          : has('#add-to-cart-or-refresh')
            ? 'prestashop'
            : has('.product-detail-ordernumber,.product--buybox')
              ? 'shopware'
              : ''

/**
 * The texts of the page's JSON-LD scripts, with one more that is no JSON where the page has to be read for
 * another reason: it has microdata, or a meta that does not say in stock.
 */
export const dataOf = () =>
  Array.from(
    document.querySelectorAll<HTMLScriptElement>('[type*="ld+json" i]'),
    ({ text }) => text,
  ).concat(
    has('[itemtype*=Product],[property$=":availability"]:not([content^=in i])') ? 'Product' : [],
  )
