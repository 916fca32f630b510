/** How many messages about a variant a person agreed to. SQL. */
import { bitOf } from '../address/channels.ts'

/** A subscription, in SQL expressions. */
export interface SubscriptionSql {
  shop: string
  contact: string
  sku: string
  subscription: string
}

/**
 * SQL: the bits of the channels over which the person agreed to more messages than `sent` (SQL; it may use the
 * bit of a channel as `a.bit`). A consent that was withdrawn, has expired or was ended does not count. Of several
 * consents over one channel, the one to the fewest messages counts.
 */
export const agreedBits = (
  { shop, contact, subscription }: Omit<SubscriptionSql, 'sku'>,
  sent: string,
): string =>
  `(SELECT coalesce(sum(a.bit), 0) FROM (
     SELECT ${bitOf('c.channel')} AS bit, min(c.messages) AS most FROM consent c
     WHERE c.contact_id = ${contact} AND c.subscription_id = ${subscription}
       AND c.purpose = 'alert' AND c.shop_id = ${shop} AND c.action = 'given'
       AND NOT EXISTS (SELECT 1 FROM consent w
         WHERE w.contact_id = c.contact_id AND w.subscription_id = c.subscription_id
           AND w.purpose = 'alert' AND w.channel = c.channel AND w.shop_id = c.shop_id
           AND w.action IN ('withdrawn', 'expired', 'ended'))
     GROUP BY c.channel) a
   WHERE a.most > ${sent})`

/** SQL: how many messages of a subscription were accepted over the channel `a.bit`. For `agreedBits`. */
export const sentOver = ({ shop, contact, sku, subscription }: SubscriptionSql): string =>
  `(SELECT count(*) FROM notification n
    WHERE n.contact_id = ${contact} AND n.sku = ${sku} AND n.shop_id = ${shop}
      AND n.subscription_id = ${subscription} AND (n.channels & a.bit) <> 0)`
