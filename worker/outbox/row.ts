/** SQL that writes outbox rows. It runs in the transaction of the change that causes the calls. */
import { addressesWithout } from '../address/suppressed.ts'
import type { OutboxCall } from './store.ts'

/** Each column is a SQL expression. */
interface Columns {
  id: string
  shop_id: string
  destination: string
  due_at: string
  subscription_id: string
  contact_id: string
  channels: string
  addresses: string
  sku: string
  locale: string
  external_id: string
  product: string
  wanted: string
  together: string
  data: string
  restock_id: string
  detail: string
}

/** Stands between a subscription and a destination in the id of a last message. Destination names have no `@`. */
export const CLOSING = ':@close:'

type RowSql = Partial<Columns> & Pick<Columns, 'id' | 'shop_id' | 'destination' | 'due_at'>

// The values of a row that names no person.
const NO_PERSON = {
  subscription_id: "''",
  contact_id: "''",
  channels: '0',
  sku: "''",
  locale: "''",
  external_id: "''",
}

/**
 * SQL that writes an outbox row for each row of `from` (which ends with its WHERE) and returns the
 * ids of those that it wrote. If an id already exists, because a request was repeated, that row is
 * left unchanged.
 */
export function insertRows(call: OutboxCall, row: RowSql, from: string): string {
  const columns = { ...NO_PERSON, ...row, call: `'${call}'` }
  return `INSERT INTO outbox (${Object.keys(columns).join(', ')})
    SELECT ${Object.values(columns).join(', ')}
    ${from}
    ON CONFLICT DO NOTHING
    RETURNING id, due_at`
}

/**
 * The columns that an outbox row copies from a subscription or from another outbox row, by its
 * alias.
 */
export const about = (
  alias: string,
): Omit<
  Columns,
  'id' | 'destination' | 'due_at' | 'restock_id' | 'detail' | 'together' | 'subscription_id'
> => ({
  shop_id: `${alias}.shop_id`,
  contact_id: `${alias}.contact_id`,
  channels: `${alias}.channels`,
  addresses: `${alias}.addresses`,
  sku: `${alias}.sku`,
  locale: `${alias}.locale`,
  external_id: `${alias}.external_id`,
  product: `${alias}.product`,
  wanted: `${alias}.wanted`,
  data: `${alias}.data`,
})

/** SQL: the channels of the subscription `s` that count: those that need no confirmation any more. */
export const PROVEN_CHANNELS = '(s.channels & ~s.unconfirmed)'

/**
 * The columns of a row about the subscription `s`. `bits` (SQL) limits its channels. Channels that
 * nobody has confirmed are left out, with their addresses.
 */
export const aboutSubscription = (bits: string) => ({
  ...about('s'),
  subscription_id: 's.id',
  channels: `${PROVEN_CHANNELS} & ${bits}`,
  addresses: `iif(s.unconfirmed, ${addressesWithout('s.addresses', 's.unconfirmed')}, s.addresses)`,
})
