/** All sources. A new one is a file, an options schema in shared/sources/, and two lines here. */
import type { Source } from '../../shared/source.ts'
import { feed } from './feed/feed.ts'
import { page } from './page/page.ts'
import { shopify } from './shopify/shopify.ts'
import type { SourceCalls, SourceConnector, SourceContext } from './source.ts'
import { woocommerce } from './woocommerce/woocommerce.ts'

export const SOURCES: { [T in Source['type']]: SourceConnector<T> } = {
  feed,
  page,
  shopify,
  woocommerce,
}

/** The calls of one source of a shop; its secrets must be in clear. */
export function sourceCalls(options: Source, context: SourceContext): SourceCalls {
  switch (options.type) {
    case 'feed':
      return feed.create(options, context)
    case 'page':
      return page.create(options, context)
    case 'shopify':
      return shopify.create(options, context)
    case 'woocommerce':
      return woocommerce.create(options, context)
  }
}
