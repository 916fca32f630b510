/** Options of the Klaviyo destination. */
import * as v from 'valibot'
import { Channels, line, objectFault } from '../../../../shared/text.ts'
import { baseUrl, common, rate } from '../options.ts'

const yesOrNo = v.optional(v.boolean('not_a_boolean'), false)

/**
 * Klaviyo keeps the waiting list and sends (`relay`); or hears of somebody only when the variant is
 * back, as an event on a metric of its own that a flow of the shop's waits for (`deferred`). With
 * `privateKey` the server endpoints are used; with `companyId` alone, the client endpoints.
 * `catalog` is the part of Klaviyo's variant id before the variant: `integrationType:::catalogId`.
 */
export const KlaviyoOptions = v.strictObject(
  {
    type: v.literal('klaviyo'),
    ...common('klaviyo'),
    mode: v.optional(v.picklist(['relay', 'deferred'], 'choice_unknown'), 'relay'),
    companyId: v.optional(line(40)),
    privateKey: v.optional(line(200)),
    /** The list that people who agreed to marketing, or to messages on the phone, are put on. */
    listId: v.optional(line(40)),
    catalog: v.optional(
      v.pipe(
        line(100),
        v.check(
          (text) =>
            /^\$(custom|shopify|bigcommerce|square|wix):::\$default$|^\$magento_two:::\d+-\d+$/.test(
              text,
            ),
          'catalog_invalid',
        ),
      ),
    ),
    channels: v.optional(Channels, () => ['email' as const]),
    /** Whether levels go to Klaviyo's custom catalogue, through its Catalog API. */
    updateStock: yesOrNo,
    /** Whether Klaviyo reads a feed for its custom catalogue: it takes that or the Catalog API. */
    feed: yesOrNo,
    /** The name of the metric that `deferred` uses. */
    metric: v.optional(line(100), 'Back In Stock'),
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
