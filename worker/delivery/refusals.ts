/** Refusals that say more than no: the address is dead, or the destination wants no more calls. */
import { channelsBy, channelBits } from '../address/channels.ts'
import { readAddresses } from '../address/sealed.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { suppressAddress } from '../suppression/store.ts'
import { type AddressIndex } from '../address/find.ts'
import { disable } from './gate.ts'
import type { MadeCall } from './round.ts'
import type { Work } from './work.ts'

/** Suppresses refused addresses, and disables the destination if it asked for that. */
export async function applyRefusals(
  { env, db, shop }: Work,
  name: string,
  made: MadeCall[],
): Promise<void> {
  const now = Date.now()
  for (const { row, outcome } of made) {
    if (outcome.kind !== 'refused') continue
    if (outcome.disable) await disable(db, shop.id, name, outcome.reason)
    if (outcome.address) await suppressAddress(env, shop, addressOf(row), outcome.address, now)
  }
}

const BY_EMAIL = channelBits(channelsBy('email'))

/**
 * The address that was refused: the contact's e-mail address if the message was an e-mail, else the
 * number.
 */
function addressOf({ channels, addresses, contact_id: contact }: OutboxRow): AddressIndex {
  const { sms, whatsapp } = (channels & BY_EMAIL) === 0 ? readAddresses(addresses) : {}
  const phone = (sms ?? whatsapp)?.index
  return phone ? { kind: 'phone', index: phone } : { kind: 'email', index: contact }
}
