/**
 * Step 1 of a delivery: lease. It leases the rows that are open and due, deletes the rows to
 * suppressed people, and removes suppressed addresses from the others.
 */
import { readAddresses } from '../address/sealed.ts'
import { channelsFromBits } from '../address/channels.ts'
import { rows, write } from '../homes/d1.ts'
import { OUTBOX_LEASE_MS } from '../limits.ts'
import { leaseRows, type OutboxRow } from '../outbox/store.ts'
import { joinStatement } from './together.ts'
import { dropSuppressedRows, SUPPRESSED_BITS } from '../suppression/outbox.ts'

/**
 * Leases rows of a shop by their ids, with those that are one message with them, for OUTBOX_LEASE_MS from
 * `now` on. Gives the leased rows, oldest subscription first, and the deleted ones (`dropped`): the person,
 * or every address of the row, is suppressed. `joins`: whether rows that wait for others are joined first.
 */
export async function lease(
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
  joins: boolean,
) {
  const results = await write(db, [
    dropSuppressedRows(db, shopId, ids),
    ...(joins ? [joinStatement(db, shopId, ids, now)] : []),
    leaseRows(db, shopId, ids, now, OUTBOX_LEASE_MS, SUPPRESSED_BITS),
  ])
  const [dropped, leased] = [results[0], results.at(-1)]
  return {
    dropped: rows<{ call: string; destination: string }>(dropped),
    // RETURNING has no order. An id begins with the subscription's id, so sorting ids sorts by age.
    rows: rows<OutboxRow & { suppressed: number }>(leased)
      .map(withoutSuppressed)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** Deletes leased rows that have nothing left to do. */
export async function drop(db: D1Database, shopId: string, moot: OutboxRow[]): Promise<void> {
  if (moot.length === 0) return
  await write(db, [
    db
      .prepare('DELETE FROM outbox WHERE shop_id = ?1 AND id IN (SELECT value FROM json_each(?2))')
      .bind(shopId, JSON.stringify(moot.map(({ id }) => id))),
  ])
}

function withoutSuppressed({ suppressed, ...row }: OutboxRow & { suppressed: number }): OutboxRow {
  // A platform may need the address to find the subscription that it must cancel. A member of the team who
  // wants no alerts as a shopper still gets mails about the shop.
  if (suppressed === 0 || row.call === 'cancel' || row.call === 'notice') return row
  const addresses = readAddresses(row.addresses)
  for (const channel of channelsFromBits(suppressed)) delete addresses[channel]
  return {
    ...row,
    channels: row.channels & ~suppressed,
    addresses: JSON.stringify(addresses),
  }
}
