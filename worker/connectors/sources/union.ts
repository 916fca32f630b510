/** Where a shop's stock comes from besides `PUT /v1/stock-levels`: one schema for each source. */
import * as v from 'valibot'
import { BigcommerceOptions } from './bigcommerce/options.ts'
import { CentraOptions } from './centra/options.ts'
import { FeedOptions } from './feed/options.ts'
import { MagentoOptions } from './magento/options.ts'
import { PageOptions } from './page/options.ts'
import { ShopifyOptions } from './shopify/options.ts'
import { WooCommerceOptions } from './woocommerce/options.ts'

/** One source of a shop, told apart by `type`. */
export const Source = v.variant(
  'type',
  [
    BigcommerceOptions,
    CentraOptions,
    FeedOptions,
    MagentoOptions,
    PageOptions,
    ShopifyOptions,
    WooCommerceOptions,
  ],
  (issue) => (issue.received === 'undefined' ? 'missing' : 'source_unknown'),
)
export type Source = v.InferOutput<typeof Source>

/** The sources of a shop: none unless it says so. */
export const Sources = v.optional(
  v.pipe(v.array(Source, 'not_a_list'), v.maxLength(10, 'too_many')),
  () => [],
)
