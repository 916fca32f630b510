/** Options of the Voyado Engage destination. */
import * as v from 'valibot'
import { Channels, line, objectFault, whole } from '../../../../shared/text.ts'
import { common, rate } from '../options.ts'

/**
 * Voyado Engage keeps the waiting list and sends. `baseUrl` is the tenant's own
 * (`https://CLIENT.voyado.com`), so it has no default; nor has `contactType`, whose names are the
 * tenant's.
 */
export const VoyadoOptions = v.strictObject(
  {
    type: v.literal('voyado'),
    ...common('voyado'),
    baseUrl: v.pipe(line(300), v.url('url_invalid')),
    apiKey: v.optional(line(300)),
    /** The header that the key goes in. One page of Voyado's says `x-api-key`, all others this. */
    keyHeader: v.optional(
      v.pipe(
        line(60),
        v.check((name) => /^[A-Za-z][A-Za-z0-9-]*$/.test(name), 'header_invalid'),
      ),
      'apikey',
    ),
    /** What a contact is made as that Voyado does not know yet. */
    contactType: line(60),
    /** Of a contact that is made: how it came about, and the store that recruited it. */
    source: v.optional(line(60), 'Shelfbell'),
    storeExternalId: v.optional(line(60)),
    /** Voyado's ids of consents that a contact is made with. */
    consentIds: v.optional(
      v.strictObject(
        { alert: v.optional(line(100)), marketing: v.optional(line(100)) },
        objectFault,
      ),
      {},
    ),
    /** Whether consent to marketing by e-mail sets the contact's `acceptsEmail`. */
    acceptsEmail: v.optional(v.boolean('not_a_boolean'), false),
    /** What to do where several contacts have the address: take the first one, or none. */
    whenSeveral: v.optional(v.picklist(['first', 'refuse'], 'choice_unknown'), 'refuse'),
    /** Whether Voyado hears of stock from here, and how many levels at once. */
    stock: v.optional(v.boolean('not_a_boolean'), true),
    batch: v.optional(whole(1, 1000), 100),
    channels: v.optional(Channels, () => ['email' as const]),
    /** Requests. Voyado advises to stay below 50 a second; above 200 it answers 429. */
    rate: rate({ perSecond: 40 }),
  },
  objectFault,
)
export type VoyadoOptions = v.InferOutput<typeof VoyadoOptions>
