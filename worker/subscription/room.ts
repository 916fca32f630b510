/**
 * Ceilings for requests from forms: open requests of a contact, and new contacts of a shop in an hour. A
 * backend is held to none, because it acts for the shop; nor is a request that was accepted before.
 *
 * A shop's new contacts are counted in its row of `ceiling`. A row written for each of them would make
 * the busiest request write a fifth more, so some contacts stand for all: their ids are digests under a
 * key, so nobody can choose ids that are not counted.
 */
import { hourOf } from '../ceiling/rules.ts'
import { HOUR_MS, NEW_CONTACTS_COUNTED } from '../limits.ts'
import type { Limits } from '../shop/settings.ts'
import { IS_SUBSCRIPTION, REQUEST } from './request-sql.ts'

/** What a request carries for the statements below. */
export interface Room {
  openMost: number
  hour: number
  newMost: number
}

/** One new contact in so many is counted. */
const everyOf = ({ newContactsPerHour }: Limits): number =>
  Math.max(1, Math.floor(newContactsPerHour / NEW_CONTACTS_COUNTED))

/** The ceilings of a request that is made now (ms since 1970). */
export const roomOf = (limits: Limits, now: number): Room => ({
  openMost: limits.openPerContact,
  hour: hourOf(now),
  newMost: Math.ceil(limits.newContactsPerHour / everyOf(limits)),
})

/** Whether a contact is one of those that are counted. */
export function standsForAll(contactId: string, limits: Limits): boolean {
  // 24 bits of the digest.
  const bytes = Uint8Array.fromBase64(contactId.slice(0, 4), { alphabet: 'base64url' })
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0) % everyOf(limits) === 0
}

/** Until the next hour begins; in seconds, at least one. */
export const secondsToNextHour = (now: number): number =>
  Math.max(1, Math.ceil((hourOf(now) + HOUR_MS - now) / 1000))

const IS_KNOWN_CONTACT = `EXISTS (SELECT 1 FROM contact k
  WHERE k.id = request ->> 'contactId' AND k.shop_id = request ->> 'shopId')`

// Above a ceiling an equal request is refused, too, and so is one of a known contact: or else anybody
// could reach the ceiling first, and then learn from the answers who waits, and for what.

/** SQL: whether the contact has as many open requests as forms may make. */
export const HAS_TOO_MANY = `(request ->> 'openMost' IS NOT NULL
  AND (SELECT count(*) FROM subscription f
    WHERE f.contact_id = request ->> 'contactId' AND f.shop_id = request ->> 'shopId')
    >= request ->> 'openMost')`

/** SQL: whether forms have made as many contacts in this hour as they may. */
export const IS_CROWDED = `(request ->> 'newMost' IS NOT NULL
  AND coalesce((SELECT c.n FROM ceiling c
    WHERE c.who = request ->> 'shopId' AND c.span = request ->> 'hour'), 0)
    >= request ->> 'newMost')`

/** SQL: whether the ceilings have room for the request. It is not asked of one that was accepted before. */
export const HAS_ROOM = `NOT (${HAS_TOO_MANY} OR ${IS_CROWDED})`

/**
 * SQL that counts new contacts of forms. `from` gives a column `request`; `where` says which requests were
 * stored. It runs before the contact is stored; a repetition finds the contact.
 */
export const countNewContact = (from: string, where: string): string =>
  `INSERT INTO ceiling (who, span, n, ids)
  SELECT request ->> 'shopId', request ->> 'hour', 1, '{}'
  FROM ${from}
  WHERE ${where} AND NOT ${IS_KNOWN_CONTACT}
  ON CONFLICT DO UPDATE SET n = n + 1`

/** Counts the new contact of a request for a subscription. */
export const COUNT_NEW_CONTACT = countNewContact(
  `${REQUEST}, subscription s`,
  `${IS_SUBSCRIPTION} AND s.request_id = request ->> 'id'`,
)
