/** Detects the page's platform by marks that it has on every product page. */
const has = (selector: string) => document.querySelector(selector)

/** The name of the platform's file; empty if the page has no known platform. */
export const platformOf = () =>
  window.Shopify
    ? 'shopify'
    : window.BCData
      ? 'stencil'
      : has('.variations_form,.single-product .out-of-stock')
        ? 'woo'
        : has('#product_addtocart_form,.stock.unavailable')
          ? 'magento'
          : has('#add-to-cart-or-refresh')
            ? 'prestashop'
            : has('.product-detail-ordernumber,.product--buybox')
              ? 'shopware'
              : ''

/**
 * The texts of the page's JSON-LD scripts, and as such texts what else can name a product: the meta of its
 * availability, and microdata, which always has to be read.
 */
export const dataOf = (): string[] =>
  [...document.querySelectorAll('[type*="ld+json" i],[property="product:availability"]')]
    .map(({ textContent, content }: Element & { content?: string }) =>
      content
        ? JSON.stringify({ '@type': 'Product', offers: { availability: content } })
        : `${textContent}`,
    )
    .concat(has('[itemtype*="schema.org/Product"]') ? 'Product' : [])
