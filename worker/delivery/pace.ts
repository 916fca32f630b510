/** Which rows of a destination go out at which pace. */
import { channelsFromBits } from '../address/channels.ts'
import type { Capability, Planned } from '../connectors/destinations/contract.ts'
import { detailOf, type OutboxCall, type OutboxRow } from '../outbox/store.ts'
import { agreedToNews, type Facts } from './facts.ts'
import type { CallPace } from './open.ts'
import type { Work } from './work.ts'

/** Rows that are booked together. */
export interface Paced {
  pace: CallPace
  rows: OutboxRow[]
}

/** The rows of a destination by their pace, in the order of the first row of each. */
export function byPace({ destinations, facts }: Work, name: string, due: OutboxRow[]): Paced[] {
  const open = destinations.get(name)
  // The calls of a removed destination are not made.
  if (!open) return [{ pace: { rate: {}, apart: false }, rows: due }]
  const paced = due.map((row) => ({ row, pace: open.paceOf(plannedOf(row, facts)) }))
  return [...Map.groupBy(paced, ({ pace }) => JSON.stringify(pace)).values()].flatMap((some) =>
    some.slice(0, 1).map(({ pace }) => ({ pace, rows: some.map(({ row }) => row) })),
  )
}

function plannedOf(row: OutboxRow, { people }: Facts): Planned {
  const person = people.get(row.contact_id)
  const { levels = [] } = row.call === 'stock' ? detailOf(row) : {}
  return {
    call: capabilityOf(row.call),
    channels: channelsFromBits(row.channels),
    marketing: person !== undefined && agreedToNews(person, row.subscription_id),
    skus: new Set(levels.map(({ sku }) => sku)).size,
  }
}

function capabilityOf(call: OutboxCall): Capability {
  if (call === 'stock') return 'updateStock'
  return call === 'event' ? 'announce' : call
}
