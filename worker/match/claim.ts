/**
 * Claims the people that a match chose: their subscriptions become outbox rows in one transaction.
 */
import type { Channel } from '../../shared/text.ts'
import { channelBits } from '../address/channels.ts'
import { dayOf } from '../ceiling/rules.ts'
import { rows, write } from '../homes/d1.ts'
import { agreedBits } from '../consent/messages.ts'
import { newId } from '../ids.ts'
import { UNDO_LIFE_MS } from '../limits.ts'
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import { joinableNow, messagesToday } from './enough.ts'
import type { Restock } from './lease.ts'
import type { Choice } from './rules.ts'
import { IS_SERVED } from './waiting.ts'

/** SQL: whether a restock goes on. The shop may stop or end it at any moment: then it claims no person any more. */
export const goesOn = (id: string, shop: string) =>
  `EXISTS (SELECT 1 FROM restock g WHERE g.id = ${id} AND g.shop_id = ${shop} AND g.state = 'open')`

// The person waits for another product, or has a message that waits for this one.
const WAITS_FOR_MORE = `EXISTS (SELECT 1 FROM subscription w
    WHERE w.contact_id = s.contact_id AND w.shop_id = s.shop_id AND w.sku <> s.sku
      AND w.status = 'waiting')
  OR ${joinableNow({ shop: 's.shop_id', contact: 's.contact_id' })} > 0`

// The person agreed to more than this message. Whether reminders follow is decided here, as `others` below.
const MAY_FOLLOW = `nullif((n.value ->> 'bits') & ${agreedBits(
  { shop: 's.shop_id', contact: 's.contact_id', subscription: 's.id' },
  '1',
)}, 0)`

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
    due_at: `iif(n.value ->> 'joins' AND (${WAITS_FOR_MORE}), ?9, ?3)`,
    restock_id: '?4',
    together: `iif(n.value ->> 'joins', '', NULL)`,
    detail: `json_patch(json_object('at', ?3), json_object('relays', json(s.relays),
      'undo', CASE WHEN s.undo <> 0 AND s.request_id > ?6
        THEN json_array(s.request_id, s.undo) END, 'others', ?7,
      'follows', iif(n.value ->> 'reminds', ${MAY_FOLLOW}, NULL)))`,
  },
  `FROM json_each(?1) p
     JOIN subscription s ON s.id = p.value ->> 'id' AND s.shop_id = ?5
     JOIN json_each(?2) n ON (${PROVEN_CHANNELS} & (n.value ->> 'bits')) <> 0
   WHERE ${goesOn('?4', '?5')}
     AND ${messagesToday({ shop: '?5', contact: 's.contact_id', day: '?8' })} <= p.value ->> 'today'
     AND (p.value ->> 'joinable' = 0
       OR ${joinableNow({ shop: '?5', contact: 's.contact_id' })} = p.value ->> 'joinable')`,
)

// The people in ?6 who are served: a message of theirs was written, or a platform writes it.
const ARE_CLAIMED = `json_each(?6) p WHERE p.value ->> 'own' = 0 OR EXISTS (
  SELECT 1 FROM outbox o WHERE o.contact_id = p.value ->> 'contact'
    AND o.call IN ('notify', 'remind') AND o.shop_id = ?1
    AND o.subscription_id = p.value ->> 'id' AND o.restock_id = ?8)`

// A person's other subscriptions that the restock serves go with the chosen one. If the person has cancelled
// that one meanwhile, there is no message, so the others stay. ?7: the chosen ones, by contact. For most
// people the first comparison decides, and reads nothing.
const CHOSEN = `?7 ->> ('$."' || s.contact_id || '"')`
const GOES_WITH_CHOSEN = `(s.id = ${CHOSEN}
  OR EXISTS (SELECT 1 FROM subscription x WHERE x.id = ${CHOSEN} AND x.shop_id = ?1))`

/** What a claim did. */
export interface Claimed {
  /** People served, and how many units they would buy together. */
  people: number
  units: number
  /** The messages that were written, sorted by the id of the outbox row. `dueAt`: milliseconds since 1970. */
  outbox: { id: string; dueAt: number }[]
}

/** Who sends the messages of a claim. */
export interface Plan {
  notifiers: { name: string; channel: Channel }[]
  /** The names of those whose messages can be about several products; none if the shop wants that never. */
  joiners: string[]
  /** How long these wait for further products of a person who waits for several. */
  digestMs: number
  /** The names of those who remind people; none if the shop sends no reminders. */
  reminds: string[]
}

/**
 * Deletes the subscriptions of the people served and writes their messages, in one transaction:
 * each person is either on the waiting list or in the outbox. A person with several subscriptions
 * that the restock serves (in two locales, for example) gets one message. A person who got more messages
 * since they were chosen, because another restock claimed them at the same moment, stays where they are, and the
 * restock is looked at again. Unmatched subscriptions are deleted without a message. It also renews
 * the lease of the restock. `others`: whether another person waits or waited in this restock. Undefined
 * if the shop has stopped or ended the restock: then nothing is written.
 */
export async function claim(
  db: D1Database,
  restock: Restock,
  { served, unmatched }: Pick<Choice, 'served' | 'unmatched'>,
  others: boolean,
  { notifiers, joiners, digestMs, reminds }: Plan,
  now: number,
  leaseMs: number,
): Promise<Claimed | undefined> {
  const { id, shop_id, sku, locale, external_id, since } = restock
  const own = channelBits(notifiers.map(({ channel }) => channel))
  const people = JSON.stringify(
    served.map((one) => ({
      id: one.id,
      contact: one.contact_id,
      own: (one.channels & own) === 0 ? 0 : 1,
      today: one.messages_today,
      joinable: one.joinable,
      units: one.wanted,
    })),
  )
  const chosen = JSON.stringify(Object.fromEntries(served.map((one) => [one.contact_id, one.id])))
  // One row for each destination, with all its channels: two calls could make it send two messages.
  const destinations = JSON.stringify(
    [...Map.groupBy(notifiers, ({ name }) => name)].map(([name, some]) => ({
      name,
      joins: joiners.includes(name) ? 1 : 0,
      reminds: reminds.includes(name) ? 1 : 0,
      bits: channelBits(some.map(({ channel }) => channel)),
    })),
  )
  const undoable = newId(now - UNDO_LIFE_MS)
  const told = others ? 1 : null
  const [queued, , counted] = await write(db, [
    db
      .prepare(INSERT_MESSAGES)
      .bind(people, destinations, now, id, shop_id, undoable, told, dayOf(now), now + digestMs),
    db
      .prepare(
        `DELETE FROM subscription AS s
         WHERE s.contact_id IN (SELECT p.value ->> 'contact' FROM ${ARE_CLAIMED})
           AND ${IS_SERVED} AND ${GOES_WITH_CHOSEN} AND ${goesOn('?8', '?1')}`,
      )
      .bind(shop_id, sku, locale, external_id, since, people, chosen, id),
    // If fewer people were claimed than chosen, one has cancelled or got another message, and the restock is
    // looked at again. `changes()` counts the rows of the deletion above: none if D1 had done the transaction
    // before.
    db
      .prepare(
        `UPDATE restock SET matched = matched + iif(changes() > 0, c.people, 0),
           wave_notified = wave_notified + iif(changes() > 0, c.units, 0),
           wave_at = iif(c.units > 0 AND wave_at IS NOT NULL, ?5, wave_at),
           due_at = ?4, again = max(again, c.people < ?3)
         FROM (SELECT count(*) AS people, coalesce(sum(p.value ->> 'units'), 0) AS units
               FROM ${ARE_CLAIMED}) c
         WHERE restock.id = ?2 AND restock.shop_id = ?1 AND restock.state = 'open'`,
      )
      .bind(shop_id, id, served.length, now + leaseMs, now, people, '', id),
    db
      .prepare(
        `DELETE FROM subscription
         WHERE id IN (SELECT u.value FROM json_each(?2) u) AND shop_id = ?1
           AND ${goesOn('?3', '?1')}`,
      )
      .bind(shop_id, JSON.stringify(unmatched.map((one) => one.id)), id),
  ])
  if (counted?.meta.changes === 0) return undefined
  const outbox = rows<{ id: string; due_at: number }>(queued)
    .map((row) => ({ id: row.id, dueAt: row.due_at }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  // The id of a row begins with the subscription's.
  const written = new Set(outbox.map((row) => row.id.split(':', 1)[0]))
  const claimed = served.filter((one) => (one.channels & own) === 0 || written.has(one.id))
  return {
    people: claimed.length,
    units: claimed.reduce((sum, { wanted }) => sum + wanted, 0),
    outbox,
  }
}
