/**
 * How many messages a person got today, or is about to get: those that were accepted since the day
 * began (UTC), and those in the outbox that are not sent. A message of yesterday that is still in the
 * outbox counts too, because it will be sent today.
 *
 * A match holds a person who has enough. Two restocks may be matched at the same moment, so the
 * transaction that claims people compares once more: the sum never exceeds the limit. It can only
 * fall by itself, at the start of a day.
 */

/** Each field is a SQL expression. `day`: the start of the day, in milliseconds since 1970. */
interface Counted {
  shop: string
  contact: string
  day: string
}

/** SQL: the messages of a person today. Reads the person's notifications and unsent messages. */
export const messagesToday = ({ shop, contact, day }: Counted): string =>
  `((SELECT count(*) FROM notification t
      WHERE t.contact_id = ${contact} AND t.shop_id = ${shop} AND t.sent_at >= ${day})
    + (SELECT count(*) FROM outbox t
      WHERE t.contact_id = ${contact} AND t.call IN ('notify', 'remind') AND t.shop_id = ${shop}
        AND t.state = 'open'))`

/**
 * Whether a person may get `more` messages today. Somebody who got none today is always served, also
 * over more channels than the limit: or else they would wait for ever.
 */
export const hasRoomToday = (today: number, more: number, most: number): boolean =>
  today === 0 || today + more <= most
