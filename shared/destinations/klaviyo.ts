/** Options of the Klaviyo destination. */
import * as v from 'valibot'
import { Channels, line, objectFault } from '../text.ts'
import { baseUrl, common, rate } from './common.ts'

/**
 * Klaviyo keeps the waiting list and sends. With `privateKey` the server endpoint is used; with
 * `companyId` alone, the client endpoint. `catalog` is the part of Klaviyo's variant id before the
 * variant: `integrationType:::catalogId`.
 */
export const KlaviyoOptions = v.strictObject(
  {
    type: v.literal('klaviyo'),
    ...common('klaviyo'),
    companyId: v.optional(line(40)),
    privateKey: v.optional(line(200)),
    catalog: v.pipe(
      line(100),
      v.check(
        (text) =>
          /^\$(custom|shopify|bigcommerce|square|wix):::\$default$|^\$magento_two:::\d+-\d+$/.test(
            text,
          ),
        'catalog_invalid',
      ),
    ),
    channels: v.optional(Channels, () => ['email' as const]),
    revision: v.optional(
      v.pipe(
        line(20),
        v.check((text) => /^\d{4}-\d{2}-\d{2}(\.\w+)?$/.test(text), 'revision_invalid'),
      ),
      '2026-07-15',
    ),
    /** Klaviyo's documented limits of these endpoints, for the largest accounts. */
    rate: rate({ perSecond: 350, perMinute: 3500 }),
    baseUrl: baseUrl('https://a.klaviyo.com'),
  },
  objectFault,
)
export type KlaviyoOptions = v.InferOutput<typeof KlaviyoOptions>
