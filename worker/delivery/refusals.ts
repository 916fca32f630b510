/** Refusals that say more than no: the address is dead, or the destination wants no more calls. */
import { channelsBy, channelBits } from '../address/channels.ts'
import { readAddresses } from '../address/sealed.ts'
import { idsOf, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { DAY_MS } from '../limits.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { enqueueOutbox } from '../queue.ts'
import { suppressAddress } from '../suppression/store.ts'
import { type AddressIndex } from '../address/find.ts'
import { noticeStatement } from '../team/store.ts'
import { disableStatement, noteRefusal } from './gate.ts'
import type { MadeCall } from './round.ts'
import type { Work } from './work.ts'

/** Suppresses refused addresses, and disables the destination if it asked for that. */
export async function applyRefusals(
  { env, db, shop, destinations }: Work,
  name: string,
  made: MadeCall[],
): Promise<void> {
  const sender = destinations.get(name)?.sender
  const now = Date.now()
  await noticeRefusal({ env, db, shop }, name, made, now)
  for (const { row, outcome } of made) {
    if (outcome.kind !== 'refused') continue
    if (outcome.disable) await disableStatement(db, shop.id, name, outcome.reason).run()
    if (outcome.address) {
      await suppressAddress(env, shop, addressOf(row), outcome.address, now, sender?.domain)
    }
  }
}

/**
 * Tells the shop's team once a day that a destination refuses calls until the shop changes something. One
 * variant that it does not know is no such refusal.
 */
async function noticeRefusal(
  { env, db, shop }: Pick<Work, 'env' | 'db' | 'shop'>,
  name: string,
  made: MadeCall[],
  now: number,
): Promise<void> {
  const refusal = made
    .map(({ outcome }) => outcome)
    .find(
      (one) =>
        (one.kind === 'parked' && one.reason !== 'variant_not_found') ||
        (one.kind === 'refused' && one.disable),
    )
  if (!refusal || !('reason' in refusal)) return
  const { reason } = refusal
  const notice = {
    kind: 'destination_refused',
    destination: name,
    reason: reason ?? '',
    stopped: refusal.kind === 'refused',
  } as const
  const results = await write(db, [
    noteRefusal(db, shop.id, name, now, now - DAY_MS),
    noticeStatement(db, shop, newId(now), notice, now, { except: name, ifChanged: true }),
  ])
  await enqueueOutbox(env, shop.id, idsOf(results))
}

const BY_EMAIL = channelBits(channelsBy('email'))

/**
 * The address that was refused: the contact's e-mail address if the message was an e-mail, else the
 * number.
 */
function addressOf({ call, channels, addresses, contact_id: contact }: OutboxRow): AddressIndex {
  // Here the contact is a member of the team, whose id is no index.
  if (call === 'notice')
    return { kind: 'email', index: readAddresses(addresses).email?.index ?? '' }
  const { sms, whatsapp } = (channels & BY_EMAIL) === 0 ? readAddresses(addresses) : {}
  const phone = (sms ?? whatsapp)?.index
  return phone ? { kind: 'phone', index: phone } : { kind: 'email', index: contact }
}
