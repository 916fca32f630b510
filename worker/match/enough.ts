/**
 * How many messages a person got today, or is about to get: those that were accepted since the day
 * began (UTC), and those in the outbox that are not sent. A message of yesterday that is still in the
 * outbox counts too, because it will be sent today.
 *
 * A match holds a person who has enough. Two restocks may be matched at the same moment, so the
 * transaction that claims people compares once more: the sum never exceeds the limit. It can only
 * fall by itself, at the start of a day.
 */

import { DIGEST_ITEMS } from '../limits.ts'

/** Each field is a SQL expression. `day`: the start of the day, in milliseconds since 1970. */
interface Counted {
  shop: string
  contact: string
  day: string
  /** Which unsent messages `t` count; all if undefined. */
  counts?: string
}

// The unsent messages of a person, as a FROM and WHERE.
const unsent = ({ shop, contact, counts = 'true' }: Omit<Counted, 'day'>) =>
  `FROM outbox t WHERE t.contact_id = ${contact} AND t.call IN ('notify', 'remind')
     AND t.shop_id = ${shop} AND t.state = 'open' AND ${counts}`

// The row waits for others: they will be one message.
const IS_JOINABLE = `(t.together = '' AND t.attempts = 0)`

/**
 * SQL: the messages of a person today. Several products in one mail are one message. Reads the person's
 * notifications and unsent messages.
 */
export const messagesToday = ({ day, ...person }: Counted): string =>
  `((SELECT count(DISTINCT coalesce(t.together, t.id)) FROM notification t
      WHERE t.contact_id = ${person.contact} AND t.shop_id = ${person.shop} AND t.sent_at >= ${day})
    + (SELECT coalesce(sum(iif(g.waits, (g.n + ${DIGEST_ITEMS - 1}) / ${DIGEST_ITEMS}, 1)), 0)
       FROM (SELECT count(*) AS n, min(coalesce(${IS_JOINABLE}, 0)) AS waits ${unsent(person)}
             GROUP BY iif(${IS_JOINABLE}, t.destination, coalesce(nullif(t.together, ''), t.id))) g))`

/** SQL: how many unsent rows of a person wait for others, to be one message. */
export const joinableNow = (person: Omit<Counted, 'day'>): string =>
  `(SELECT count(*) ${unsent(person)} AND ${IS_JOINABLE})`

/** Whether a further product joins a message that waits: there is one, and it has room. */
export const joinsOne = (joinable: number): boolean => joinable % DIGEST_ITEMS !== 0

/**
 * Whether a person may get `more` messages today. A person who got none today is always served, also
 * over more channels than the limit: or else they would wait for ever.
 */
export const hasRoomToday = (today: number, more: number, most: number): boolean =>
  today === 0 || today + more <= most
