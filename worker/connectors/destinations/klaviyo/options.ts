/** Options of the Klaviyo destination. */
import * as v from 'valibot'
import { Channels, line, strictObject } from '../../../../shared/text.ts'
import { baseUrl, rate, secret } from '../../options.ts'
import { common } from '../options.ts'

const yesOrNo = v.optional(v.boolean('not_a_boolean'), false)

/** The only catalogue that Klaviyo fills from feeds, or over its Catalog API. */
export const CUSTOM = '$custom:::$default'

/** Integrations that have one catalogue. */
const ONE_CATALOGUE = new Set(['custom', 'shopify', 'bigcommerce', 'square', 'wix'])

/**
 * Whether a text is `$name:::catalogId`, the part of Klaviyo's variant id before the variant. Klaviyo
 * keeps adding integrations (Salesforce Commerce Cloud), so any name may pass.
 */
function isCatalog(text: string): boolean {
  const [, name = '', id = ''] = /^\$([a-z][a-z0-9_-]*):::([^\s:]+)$/.exec(text) ?? []
  if (ONE_CATALOGUE.has(name)) return id === '$default'
  return name === 'magento_two' ? /^\d+-\d+$/.test(id) : name !== ''
}

/** The first revision that has everything Shelfbell sends (the last to come: the channel `WHATSAPP`). */
export const OLDEST_REVISION = '2026-01-15'

const Revision = v.pipe(
  line(20),
  v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\.\w+)?$/, 'revision_invalid'),
  v.check((revision) => revision >= OLDEST_REVISION, 'revision_too_old'),
)

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
  /** The list for people who agreed to marketing. */
  listId: v.optional(line(40)),
  catalog: v.optional(v.pipe(line(100), v.check(isCatalog, 'catalog_invalid'))),
  /**
   * The field by which the catalogue names a variant. Default: `sku` in the custom catalogue, and
   * `variantId` in an integration.
   */
  variantBy: v.optional(v.picklist(['sku', 'variantId'], 'choice_unknown')),
  channels: v.optional(Channels, () => ['email' as const]),
  /**
   * What an alert by SMS is recorded as: `transactional`, or `marketing` as well. `marketing` needs
   * consent texts of the shop's own that ask for it.
   */
  smsConsent: v.optional(
    v.picklist(['transactional', 'marketing'], 'choice_unknown'),
    'transactional',
  ),
  /** Whether Shelfbell writes stock levels to Klaviyo's custom catalogue (Catalog API). */
  updateStock: yesOrNo,
  /** Whether Klaviyo reads a feed for its custom catalogue. It takes a feed or the Catalog API. */
  feed: yesOrNo,
  /** The key in the feed's address. The Worker makes it; the API shows the whole address here. */
  feedKey: v.optional(line(2000)),
  /** The name of the metric that `deferred` uses. */
  metric: v.optional(line(100), 'Back In Stock'),
  revision: v.optional(Revision, '2026-07-15'),
  /** The highest of Klaviyo's limits; limits.ts has those of each endpoint. */
  rate: rate({ perSecond: 350, perMinute: 3500 }),
  baseUrl: baseUrl('https://a.klaviyo.com'),
})
export type KlaviyoOptions = v.InferOutput<typeof KlaviyoOptions>

/** Whether people are notified over the phone. */
export const byPhone = ({ channels }: KlaviyoOptions): boolean =>
  channels.includes('sms') || channels.includes('whatsapp')
