/** What a refusal says beside no: an address is dead, or the destination wants no more calls. */
import { channelsBy, channelBits } from '../address/channels.ts'
import { readAddresses } from '../address/sealed.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { enqueueOutbox } from '../queue.ts'
import { suppressAddress } from '../suppression/store.ts'
import { type AddressIndex } from '../address/find.ts'
import { disable } from './gate.ts'
import type { Made } from './round.ts'
import type { Work } from './work.ts'

/** Suppresses addresses that were refused, and disables a destination that asked for it. */
export async function applyRefusals(
  { env, db, shop }: Work,
  name: string,
  made: Made[],
): Promise<void> {
  const now = Date.now()
  for (const { row, outcome } of made) {
    if (outcome.kind !== 'refused') continue
    if (outcome.disable) await disable(db, shop.id, name, outcome.reason)
    if (outcome.address) {
      const outbox = await suppressAddress(db, shop, addressOf(row), outcome.address, now)
      await enqueueOutbox(env, shop.id, outbox)
    }
  }
}

const BY_EMAIL = channelBits(channelsBy('email'))

/** A contact is known by its e-mail address; a message without e-mail is about the number. */
function addressOf({ channels, addresses, contact_id: contact }: OutboxRow): AddressIndex {
  if ((channels & BY_EMAIL) !== 0) return { contact }
  const { sms, whatsapp } = readAddresses(addresses)
  const phone = (sms ?? whatsapp)?.index
  return phone ? { phone } : { contact }
}
