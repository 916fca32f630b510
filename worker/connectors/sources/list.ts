/** All sources. A new one is a file, an options schema in shared/sources/, and two lines here. */
import type { Source } from './union.ts'
import { bigcommerce } from './bigcommerce/bigcommerce.ts'
import { centra } from './centra/centra.ts'
import { feed } from './feed/feed.ts'
import { magento } from './magento/magento.ts'
import { page } from './page/page.ts'
import { shopify } from './shopify/shopify.ts'
import type { SourceCalls, SourceConnector, SourceContext } from './contract.ts'
import { woocommerce } from './woocommerce/woocommerce.ts'

export const SOURCES: { [T in Source['type']]: SourceConnector<T> } = {
  bigcommerce,
  centra,
  feed,
  magento,
  page,
  shopify,
  woocommerce,
}

/** The calls of one source of a shop; its secrets must be in clear. */
export function sourceCalls(options: Source, context: SourceContext): SourceCalls {
  switch (options.type) {
    case 'bigcommerce':
      return bigcommerce.create(options, context)
    case 'centra':
      return centra.create(options, context)
    case 'feed':
      return feed.create(options, context)
    case 'magento':
      return magento.create(options, context)
    case 'page':
      return page.create(options, context)
    case 'shopify':
      return shopify.create(options, context)
    case 'woocommerce':
      return woocommerce.create(options, context)
  }
}
