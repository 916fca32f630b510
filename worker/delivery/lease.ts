/**
 * Step 1 of a delivery: lease. Takes the rows that are open and due for as long as a lease, drops
 * those to suppressed people, and leaves suppressed addresses out of the others.
 */
import { readAddresses } from '../address/sealed.ts'
import { channelsFromBits } from '../address/channels.ts'
import { rows, write } from '../homes/d1.ts'
import { OUTBOX_LEASE_MS } from '../limits.ts'
import { leaseRows, type OutboxRow } from '../outbox/store.ts'
import { dropSuppressedRows, SUPPRESSED_BITS } from '../suppression/outbox.ts'

export interface Leased {
  /** In the order in which people asked. */
  rows: OutboxRow[]
  /** Rows that were dropped because the person, or each address of the row, is suppressed. */
  dropped: { call: string; destination: string }[]
}

/** Leases rows of a shop by their ids, until `now` and the length of a lease. */
export async function lease(
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
): Promise<Leased> {
  const [dropped, leased] = await write(db, [
    dropSuppressedRows(db, shopId, ids),
    leaseRows(db, shopId, ids, now, OUTBOX_LEASE_MS, SUPPRESSED_BITS),
  ])
  return {
    dropped: rows<{ call: string; destination: string }>(dropped),
    // An id begins with the subscription's, so this is the order of asking; RETURNING keeps none.
    rows: rows<OutboxRow & { suppressed: number }>(leased)
      .map(withoutSuppressed)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

function withoutSuppressed({ suppressed, ...row }: OutboxRow & { suppressed: number }): OutboxRow {
  // A call that takes something back may need the address to find it.
  if (suppressed === 0 || row.call === 'cancel') return row
  const addresses = readAddresses(row.addresses)
  for (const channel of channelsFromBits(suppressed)) delete addresses[channel]
  return {
    ...row,
    channels: row.channels & ~suppressed,
    addresses: JSON.stringify(addresses),
  }
}
