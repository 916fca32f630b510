/**
 * SQL that plans reminders, in the transaction that records an accepted message: so the hours count from its
 * acceptance, and each reminder is planned once. A batch binds ?1, the finished calls as JSON, each with the id
 * of its row and of its `shop`; ?2 now; ?3 the names of the destinations that remind people.
 */
import { addressesWithout } from '../address/suppressed.ts'
import { agreedBits, sentOver } from '../consent/messages.ts'

const OF = {
  shop: 'o.shop_id',
  contact: 'o.contact_id',
  sku: 'o.sku',
  subscription: 'o.subscription_id',
}

/** Each is SQL. `bits`: the channels over which the person agreed to a further message. */
interface Planned {
  id: string
  number: 1 | 2
  dueAt: string
  toldAt: string
  bits: string
}

// Only with the addresses that the reminder needs. LIMIT keeps `bits` from being worked out again.
const insert = ({ id, number, dueAt, toldAt, bits }: Planned): string => `INSERT INTO reminder
    (id, shop_id, number, due_at, told_at, destination, subscription_id, contact_id, restock_id, channels,
     addresses, sku, locale, external_id, product, wanted, data, detail)
  SELECT ${id}, o.shop_id, ${number}, ${dueAt}, ${toldAt}, o.destination, o.subscription_id, o.contact_id,
    o.restock_id, o.bits, ${addressesWithout('o.addresses', '~o.bits')}, o.sku, o.locale, o.external_id,
    o.product, o.wanted, o.data, json_patch('{}', json_object('undo', o.detail -> '$.undo'))
  FROM (SELECT o.*, o.channels & ${bits} AS bits
    FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id' AND o.shop_id = j.value ->> 'shop'
      JOIN json_each(?3) d ON d.value = o.destination LIMIT -1) o
  WHERE o.bits <> 0
  ON CONFLICT DO NOTHING`

/** Plans the first reminder for accepted alerts. ?4: after how many milliseconds. */
export const PLAN_FIRST: string = insert({
  id: `o.id || ':reminder:1'`,
  number: 1,
  dueAt: '?2 + ?4',
  toldAt: '?2',
  bits: `coalesce(o.detail ->> '$.follows', 0)`,
})

/**
 * Plans the second reminder for accepted first ones. ?4, ?5: after how many milliseconds the first and the second
 * are due. If the first one came late, the second keeps its distance.
 */
export const PLAN_SECOND: string = insert({
  id: `substr(o.id, 1, length(o.id) - 1) || '2'`,
  number: 2,
  dueAt: `max((o.detail ->> '$.toldAt') + ?5, ?2 + ?5 - ?4)`,
  toldAt: `o.detail ->> '$.toldAt'`,
  bits: agreedBits(OF, sentOver(OF)),
})
