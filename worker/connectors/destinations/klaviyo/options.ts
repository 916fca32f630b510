/** Options of the Klaviyo destination. */
import * as v from 'valibot'
import { Channels, line, strictObject } from '../../../../shared/text.ts'
import { baseUrl, rate, secret } from '../../options.ts'
import { common } from '../options.ts'

const yesOrNo = v.optional(v.boolean('not_a_boolean'), false)

// `integrationType:::catalogId`, the part of Klaviyo's variant id before the variant.
const CATALOG = /^\$(custom|shopify|bigcommerce|square|wix):::\$default$|^\$magento_two:::\d+-\d+$/

/**
 * `relay`: Klaviyo keeps the waiting list and sends. `deferred`: Klaviyo gets an event on a metric
 * when the variant is back, and a flow of the shop sends. With `privateKey` the server endpoints are
 * used, with `companyId` alone the client endpoints.
 */
export const KlaviyoOptions = strictObject({
  type: v.literal('klaviyo'),
  ...common('klaviyo'),
  mode: v.optional(v.picklist(['relay', 'deferred'], 'choice_unknown'), 'relay'),
  companyId: v.optional(line(40)),
  privateKey: secret,
  /** The list for people who agreed to marketing, or to messages on the phone. */
  listId: v.optional(line(40)),
  catalog: v.optional(v.pipe(line(100), v.regex(CATALOG, 'catalog_invalid'))),
  channels: v.optional(Channels, () => ['email' as const]),
  /** Whether Shelfbell writes stock levels to Klaviyo's custom catalogue (Catalog API). */
  updateStock: yesOrNo,
  /** Whether Klaviyo reads a feed for its custom catalogue. It takes a feed or the Catalog API. */
  feed: yesOrNo,
  /** The key in the feed's address. The Worker makes it; the API shows the whole address here. */
  feedKey: v.optional(line(2000)),
  /** The name of the metric that `deferred` uses. */
  metric: v.optional(line(100), 'Back In Stock'),
  revision: v.optional(
    v.pipe(line(20), v.regex(/^\d{4}-\d{2}-\d{2}(\.\w+)?$/, 'revision_invalid')),
    '2026-07-15',
  ),
  /** Klaviyo's documented limits of these endpoints, for the largest accounts. */
  rate: rate({ perSecond: 350, perMinute: 3500 }),
  baseUrl: baseUrl('https://a.klaviyo.com'),
})
export type KlaviyoOptions = v.InferOutput<typeof KlaviyoOptions>

/** Whether people are notified over the phone. */
export const byPhone = ({ channels }: KlaviyoOptions): boolean =>
  channels.includes('sms') || channels.includes('whatsapp')

/** The only catalogue that the Catalog API writes. */
export const CUSTOM = '$custom:::$default'
