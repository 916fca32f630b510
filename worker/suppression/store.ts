/**
 * The suppression list in D1: addresses to which a shop must not write any more. Only the index of
 * an address is stored, so a suppression can outlive all other data about the person.
 *
 * A row applies to all channels (`channel` is empty) or to one. An e-mail address that bounced or
 * was reported as spam is suppressed for e-mail only. A suppressed phone number stops everything to
 * a contact that is identified by it. For a contact that is identified by an e-mail address, it
 * stops only the channels that use the number.
 */
import type { Channel } from '../../shared/channels.ts'
import { channelBits } from '../address/channels.ts'
import type { AddressIndex } from '../address/find.ts'
import { countMails } from '../health/store.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { enqueueOutbox } from '../queue.ts'
import { withdrawMarketing } from '../marketing/store.ts'
import type { Shop } from '../shop/shop.ts'
import { cancelStatements } from '../subscription/cancel.ts'
import { cancelAtDestinations } from '../subscription/cancel-calls.ts'
import { type CancelMethod, withdrawConsents } from '../subscription/withdraw.ts'
import { removeChannels, removePhoneChannels } from './channels.ts'
import { REACHES_PERSON } from './outbox.ts'

/** Why an address is suppressed: the person or the shop asked for it, or a message led to it. */
export type SuppressionReason = 'person' | 'shop' | 'bounce' | 'complaint' | 'stop'

const METHOD = {
  person: 'link',
  shop: 'api',
  bounce: 'bounce',
  complaint: 'complaint',
  stop: 'stop',
} as const satisfies Record<SuppressionReason, CancelMethod>

const COUNTED = { bounce: 'bounced', complaint: 'complained' } as const

/** Reasons that are about one e-mail address, and not about what the person wants. */
const ABOUT_ADDRESS_ONLY = new Set<SuppressionReason>(['bounce', 'complaint'])

/**
 * Suppresses an address, withdraws its consents to marketing, and cancels its subscriptions and outbox
 * rows in the same transaction. A
 * repetition changes nothing. A reason that the shop cannot lift (`bounce`, `complaint`, `stop`)
 * replaces one that it can. Queues the calls that follow. For a phone number, all subscriptions of
 * the shop are read. `sender`: the domain of the mail that bounced or was complained about, which is counted.
 */
export async function suppressAddress(
  env: Env,
  shop: Shop,
  { kind, index }: AddressIndex,
  reason: SuppressionReason,
  now: number,
  sender?: string,
): Promise<void> {
  const db = homeOf(env, shop)
  const method = METHOD[reason]
  const onlyEmail = kind === 'email' && ABOUT_ADDRESS_ONLY.has(reason)
  const insert = db
    .prepare(
      `INSERT INTO suppression (shop_id, address_index, channel, reason, at)
       VALUES (?1, ?2, ?5, ?3, ?4)
       ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at
       WHERE reason IN ('person', 'shop') AND excluded.reason NOT IN ('person', 'shop')`,
    )
    .bind(shop.id, index, reason, now, onlyEmail ? 'email' : '')
  const results = await write(db, [
    insert,
    ...(sender && (reason === 'bounce' || reason === 'complaint')
      ? [countMails(db, shop.id, sender, COUNTED[reason], 1, now, true)]
      : []),
    ...withdrawMarketing(db, shop.id, { index, kind, onlyEmail }, method, now),
    ...(onlyEmail
      ? cancelEmail(db, shop, index, method, now)
      : cancelStatements(db, shop, index, {}, method, now)),
    ...(kind === 'phone' ? removePhoneChannels(db, shop.id, index, method, now) : []),
  ])
  await enqueueOutbox(env, shop.id, idsOf(results))
}

/** Cancels what goes to a contact by e-mail; its other channels stay. */
function cancelEmail(
  db: D1Database,
  shop: Shop,
  contactId: string,
  method: CancelMethod,
  now: number,
): D1PreparedStatement[] {
  const email: Channel[] = ['email']
  const values = [shop.id, contactId, method, now]
  return [
    ...withdrawConsents(db, `s.contact_id = ?2 AND c.channel = 'email'`, values),
    ...cancelAtDestinations(db, shop, contactId, {}, now, channelBits(email)),
    // Dead rows stay visible, and a `cancel` row keeps the address: the platform may need it.
    ...removeChannels(db, shop.id, email, contactId, `state = 'open' AND ${REACHES_PERSON}`),
  ]
}

/**
 * Lifts a suppression if its reason is one of `reasons`. Gives the reason of a suppression that
 * stays; undefined if the address is no longer suppressed.
 */
export async function liftSuppression(
  db: D1Database,
  shopId: string,
  index: string,
  reasons: SuppressionReason[],
): Promise<SuppressionReason | undefined> {
  const [, left] = await write(db, [
    db
      .prepare(
        `DELETE FROM suppression WHERE shop_id = ?1 AND address_index = ?2
           AND reason IN (SELECT value FROM json_each(?3))`,
      )
      .bind(shopId, index, JSON.stringify(reasons)),
    db
      .prepare('SELECT reason FROM suppression WHERE shop_id = ?1 AND address_index = ?2')
      .bind(shopId, index),
  ])
  return rows<{ reason: SuppressionReason }>(left)[0]?.reason
}
