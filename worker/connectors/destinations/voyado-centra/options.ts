/** Options of the Voyado for Centra destination. */
import * as v from 'valibot'
import {
  ExternalId,
  line,
  listOf,
  Locale,
  strictObject,
  WebAddress,
} from '../../../../shared/text.ts'
import { rate } from '../../options.ts'
import { common } from '../options.ts'

const property = (standard: string) => v.optional(line(60), standard)

/**
 * Voyado's subscription API for shops on Centra. No public document names its address or its
 * properties, so both are options.
 */
export const VoyadoCentraOptions = strictObject({
  type: v.literal('voyado-centra'),
  ...common('voyado-centra'),
  url: WebAddress,
  /** The value of `store`: the tenant, or with several Engage stores `tenantId-centraStoreId`. */
  tenantId: line(100),
  centraStoreId: v.optional(line(100)),
  /** The locales of the product feeds in Engage. A subscription must have one of them. */
  locales: listOf(Locale, 100),
  /** Centra's Market ID for subscriptions without an `externalId`. */
  market: v.optional(ExternalId),
  /** The names of the six properties. */
  fields: v.optional(
    strictObject({
      email: property('email'),
      sku: property('sku'),
      newsletter: property('newsletter'),
      store: property('store'),
      locale: property('locale'),
      externalId: property('externalId'),
    }),
    {},
  ),
  /** The name of Voyado's integration in Centra: each brand needs its own. */
  integration: v.optional(line(100)),
  /** Voyado documents no limit. */
  rate: rate({ perSecond: 10 }),
})
export type VoyadoCentraOptions = v.InferOutput<typeof VoyadoCentraOptions>
