/** The one way to write rows of the outbox: in the transaction of the change that causes the calls. */
import type { OutboxCall } from './store.ts'

/** Each column as a SQL expression. */
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
  restock_id: string
  detail: string
}

type RowSql = Partial<Columns> & Pick<Columns, 'id' | 'shop_id' | 'destination' | 'due_at'>

/** What a row about nobody has in the columns that name somebody. */
const NOBODY = {
  subscription_id: "''",
  contact_id: "''",
  channels: '0',
  sku: "''",
  locale: "''",
  external_id: "''",
}

/**
 * A statement that writes a row for each row of `from` (with its WHERE), and gives the ids of those
 * that it wrote. A row that is there already, as after a repeated request, is left as it is.
 */
export function insertRows(call: OutboxCall, row: RowSql, from: string): string {
  const columns = { ...NOBODY, ...row, call: `'${call}'` }
  return `INSERT INTO outbox (${Object.keys(columns).join(', ')})
    SELECT ${Object.values(columns).join(', ')}
    ${from}
    ON CONFLICT DO NOTHING
    RETURNING id`
}

/** The columns of a row about a subscription, or about another row of the outbox, by its alias. */
export const about = (
  alias: string,
): Omit<
  Columns,
  'id' | 'destination' | 'due_at' | 'restock_id' | 'detail' | 'subscription_id'
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
})

/** The columns of a row about the subscription `s`, over those of its channels that are in `bits`. */
export const aboutSubscription = (bits?: string) => ({
  ...about('s'),
  subscription_id: 's.id',
  ...(bits && { channels: `s.channels & ${bits}` }),
})

/** The ids that statements of `insertRows` wrote. */
export const idsOf = (results: (D1Result<unknown> | undefined)[]): string[] =>
  results.flatMap((result) => (result?.results ?? []) as { id: string }[]).map(({ id }) => id)
