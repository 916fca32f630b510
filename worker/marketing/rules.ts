/** What makes a consent to marketing good. Pure. */
import { CHANNELS } from '../../shared/channels.ts'
import { done, type Fault, failed, type Result } from '../result.ts'
import type { ClientShop } from '../shop/shop.ts'
import { addressesFor } from '../subscription/rules.ts'
import { evidenceOf } from '../subscription/size.ts'
import type { ConsentRequest } from './request.ts'

/** A fault in the request of one of several people. `pointer` is into that `ConsentRequest`. */
export interface PersonFault extends Fault {
  /** The place of the person in the list. */
  person: number
}

/**
 * Checks what people agreed to against their shop. A channel has to be one that the shop offers and that
 * has an address: push has none. The result has only the addresses that the channels need, numbers in
 * E.164, and pages without their query.
 */
export function prepareConsents(
  people: ConsentRequest[],
  shop: ClientShop,
): Result<ConsentRequest[], PersonFault[]> {
  const faults: PersonFault[] = []
  const prepared = people.map((request, person) => {
    const wrong: [pointer: string, code: string][] = []
    const channels = request.consents.map(({ channel }) => channel)
    if (channels.length === 0) wrong.push(['/consents', 'missing'])
    for (const [index, channel] of channels.entries()) {
      const isOffered = shop.channels.includes(channel) && CHANNELS[channel] !== 'customerId'
      if (!isOffered) wrong.push([`/consents/${index}/channel`, 'channel_not_offered'])
      if (channels.indexOf(channel) < index) wrong.push([`/consents/${index}`, 'consent_repeated'])
    }
    const { email, phone, faults: ofAddresses } = addressesFor(channels, request, shop)
    for (const [pointer, code] of [...wrong, ...ofAddresses]) faults.push({ person, pointer, code })
    return { ...request, email, phone, page: request.page && evidenceOf(request.page) }
  })
  return faults.length > 0 ? failed(faults) : done(prepared)
}
