/** Options of the Voyado Engage destination. */
import * as v from 'valibot'
import { Channels, line, strictObject, whole } from '../../../../shared/text.ts'
import { BaseUrl, rate } from '../../options.ts'
import { common } from '../options.ts'

/** Where a list of levels may go: as API v3 documents it, and as the swagger of v2 does. */
export const STOCK_PATHS = ['stock-levels', 'stock-levels/batch'] as const

/**
 * Voyado Engage keeps the waiting list and sends. `baseUrl` is the tenant's own
 * (`https://CLIENT.voyado.com`) and `contactType` a name of the tenant's, so neither has a default.
 */
export const VoyadoOptions = strictObject({
  type: v.literal('voyado'),
  ...common('voyado'),
  baseUrl: BaseUrl,
  apiKey: v.optional(line(300)),
  /** The header of the key. One page of Voyado's says `x-api-key`, all others say `apikey`. */
  keyHeader: v.optional(
    v.pipe(line(60), v.regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'header_invalid')),
    'apikey',
  ),
  /** The type of contacts that Shelfbell creates. */
  contactType: line(60),
  /** The origin of contacts that Shelfbell creates, and the store that recruited them. */
  source: v.optional(line(60), 'Shelfbell'),
  storeExternalId: v.optional(line(60)),
  /** Voyado's ids of the consents that a new contact is created with. */
  consentIds: v.optional(
    strictObject({ alert: v.optional(line(100)), marketing: v.optional(line(100)) }),
    {},
  ),
  /** Whether consent to marketing by e-mail sets the contact's `acceptsEmail`. */
  acceptsEmail: v.optional(v.boolean('not_a_boolean'), false),
  /** When several contacts have the address: take the first one, or refuse the subscription. */
  whenSeveral: v.optional(v.picklist(['first', 'refuse'], 'choice_unknown'), 'refuse'),
  /** Whether Shelfbell sends stock levels to Voyado, to which path, and how many in one request. */
  stock: v.optional(v.boolean('not_a_boolean'), true),
  stockPath: v.optional(v.picklist(STOCK_PATHS, 'choice_unknown'), 'stock-levels'),
  batch: v.optional(whole(1, 1000), 100),
  channels: v.optional(Channels, () => ['email' as const]),
  /** Requests. Voyado advises to stay below 50 a second; above 200 it answers 429. */
  rate: rate({ perSecond: 40 }),
})
export type VoyadoOptions = v.InferOutput<typeof VoyadoOptions>

/** What to do about the codes of this destination alone. */
export const faultTexts = {
  consent_shared: 'An alert is not a consent to marketing: give each its own consent id.',
  header_invalid: 'Use the name of an HTTP header, for example apikey.',
}
