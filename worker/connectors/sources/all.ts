/** All sources: one line each. */
export { bigcommerce } from './bigcommerce/bigcommerce.ts'
export { centra } from './centra/centra.ts'
export { feed } from './feed/feed.ts'
export { magento } from './magento/magento.ts'
export { page } from './page/page.ts'
export { shopify } from './shopify/shopify.ts'
export { woocommerce } from './woocommerce/woocommerce.ts'
