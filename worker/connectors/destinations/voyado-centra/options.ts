/** Options of the Voyado for Centra destination. */
import * as v from 'valibot'
import { ExternalId, line, Locale, objectFault, WebAddress } from '../../../../shared/text.ts'
import { common, rate } from '../options.ts'

const property = (standard: string) => v.optional(line(60), standard)

/**
 * Voyado's subscription API for shops on Centra. Neither its address nor the names of its
 * properties stand in any public document that could be read, so both are settings.
 */
export const VoyadoCentraOptions = v.strictObject(
  {
    type: v.literal('voyado-centra'),
    ...common('voyado-centra'),
    url: WebAddress,
    /** `store` is the tenant alone, or with several Engage stores `tenantId-centraStoreId`. */
    tenantId: line(100),
    centraStoreId: v.optional(line(100)),
    /** The locales of the product feeds in Engage: a subscription has to have one of these. */
    locales: v.pipe(
      v.array(Locale, 'not_a_list'),
      v.minLength(1, 'empty'),
      v.maxLength(100, 'too_many'),
    ),
    /** Centra's Market ID of subscriptions that name none in their `externalId`. */
    market: v.optional(ExternalId),
    /** What the six properties are called. */
    fields: v.optional(
      v.strictObject(
        {
          email: property('email'),
          sku: property('sku'),
          newsletter: property('newsletter'),
          store: property('store'),
          locale: property('locale'),
          externalId: property('externalId'),
        },
        objectFault,
      ),
      {},
    ),
    /** The name of Voyado's integration in Centra: each brand needs its own. */
    integration: v.optional(line(100)),
    /** No limit is documented. */
    rate: rate({ perSecond: 10 }),
  },
  objectFault,
)
export type VoyadoCentraOptions = v.InferOutput<typeof VoyadoCentraOptions>
