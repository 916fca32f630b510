/**
 * Claims the people that a match chose: their subscriptions become outbox rows in one transaction.
 */
import type { Channel } from '../../shared/text.ts'
import { channelBits } from '../address/channels.ts'
import { idsOf, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { UNDO_LIFE_MS } from '../limits.ts'
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import type { Restock } from './lease.ts'
import type { Choice } from './rules.ts'
import { IS_SERVED } from './waiting.ts'

// The shop may stop or end a restock at any moment: then it claims nobody from that moment on.
const goesOn = (id: string, shop: string) =>
  `EXISTS (SELECT 1 FROM restock g WHERE g.id = ${id} AND g.shop_id = ${shop} AND g.state = 'open')`

// The id names the destination and its channels, so a row is written once. `detail.relays` keeps
// the relays of the deleted subscription: they are needed if it is put back or cancelled.
// `detail.undo` keeps what a request of the last hour may still take back. `detail.others` is decided
// here and not when the mail is written, so that all attempts have the same text.
const INSERT_MESSAGES = insertRows(
  'notify',
  {
    ...aboutSubscription(`(n.value ->> 'bits')`),
    id: `s.id || ':' || (n.value ->> 'name') || ':' || (n.value ->> 'bits')`,
    destination: `n.value ->> 'name'`,
    due_at: '?3',
    restock_id: '?4',
    detail: `json_patch(json_object('at', ?3), json_object('relays', json(s.relays),
      'undo', CASE WHEN s.undo <> 0 AND s.request_id > ?6
        THEN json_array(s.request_id, s.undo) END, 'others', ?7))`,
  },
  `FROM json_each(?1) p
     JOIN subscription s ON s.id = p.value ->> 'id' AND s.shop_id = ?5
     JOIN json_each(?2) n ON (${PROVEN_CHANNELS} & (n.value ->> 'bits')) <> 0
   WHERE ${goesOn('?4', '?5')}`,
)

// A person's other subscriptions that the restock serves go with the chosen one. If the person has cancelled
// that one meanwhile, there is no message, so the others stay. ?7: the chosen ones, by contact. For most
// people the first comparison decides, and reads nothing.
const CHOSEN = `?7 ->> ('$."' || s.contact_id || '"')`
const GOES_WITH_CHOSEN = `(s.id = ${CHOSEN}
  OR EXISTS (SELECT 1 FROM subscription x WHERE x.id = ${CHOSEN} AND x.shop_id = ?1))`

/**
 * Deletes the subscriptions of the people served and writes their messages, in one transaction:
 * each person is either on the waiting list or in the outbox. A person with several subscriptions
 * that the restock serves (in two locales, for example) gets one message. Unmatched subscriptions
 * are deleted without a message. It also renews the lease of the restock. `others`: whether
 * another person waits or waited in this restock. Gives the ids of the outbox rows; undefined if the
 * shop has stopped or ended the restock: then nothing is written.
 */
export async function claim(
  db: D1Database,
  restock: Restock,
  { served, units, unmatched }: Pick<Choice, 'served' | 'units' | 'unmatched'>,
  others: boolean,
  notifiers: { name: string; channel: Channel }[],
  now: number,
  leaseMs: number,
): Promise<string[] | undefined> {
  const { id, shop_id, sku, locale, external_id, since } = restock
  const people = JSON.stringify(served.map((one) => ({ id: one.id, contact: one.contact_id })))
  const chosen = JSON.stringify(Object.fromEntries(served.map((one) => [one.contact_id, one.id])))
  // One row for each destination, with all its channels: two calls could make it send two messages.
  const destinations = JSON.stringify(
    [...Map.groupBy(notifiers, ({ name }) => name)].map(([name, some]) => ({
      name,
      bits: channelBits(some.map(({ channel }) => channel)),
    })),
  )
  const [queued, , counted] = await write(db, [
    db
      .prepare(INSERT_MESSAGES)
      .bind(people, destinations, now, id, shop_id, newId(now - UNDO_LIFE_MS), others ? 1 : null),
    db
      .prepare(
        `DELETE FROM subscription AS s
         WHERE s.contact_id IN (SELECT p.value ->> 'contact' FROM json_each(?6) p)
           AND ${IS_SERVED} AND ${GOES_WITH_CHOSEN} AND ${goesOn('?8', '?1')}`,
      )
      .bind(shop_id, sku, locale, external_id, since, people, chosen, id),
    // `changes()` counts the rows of the deletion above: none if D1 had done the transaction before. If fewer rows than people were deleted, a person
    // has cancelled, and the restock is looked at again.
    db
      .prepare(
        `UPDATE restock SET matched = matched + min(?3, changes()),
           wave_notified = wave_notified + iif(changes() > 0, ?5, 0),
           wave_at = iif(?5 > 0 AND wave_at IS NOT NULL, ?6, wave_at),
           due_at = ?4, again = max(again, changes() < ?3)
         WHERE id = ?2 AND shop_id = ?1 AND state = 'open'`,
      )
      .bind(shop_id, id, served.length, now + leaseMs, units, now),
    db
      .prepare(
        `DELETE FROM subscription
         WHERE id IN (SELECT u.value FROM json_each(?2) u) AND shop_id = ?1
           AND ${goesOn('?3', '?1')}`,
      )
      .bind(shop_id, JSON.stringify(unmatched.map((one) => one.id)), id),
  ])
  return counted?.meta.changes === 0 ? undefined : idsOf([queued]).toSorted()
}
