/** What happened to a subscription, told for people. Pure. */
import type { Channel } from '../../shared/text.ts'
import type { OutboxCall } from '../outbox/store.ts'

export type HistoryEvent =
  | 'asked'
  | 'confirmed'
  | 'relayed'
  | 'matched'
  | 'sent'
  | 'clicked'
  | 'bought'
  | 'queued'
  | 'held'
  | 'failed'
  | 'stopped'
  | 'expired'

export interface HistoryItem {
  /** ISO 8601 */
  at: string
  event: HistoryEvent
  /** In English. Holds no address. */
  text: string
}

/** What is stored about one subscription. Times are milliseconds. */
export interface Facts {
  consents: { action: string; channel: string; method: string; at: number }[]
  relays: { destination: string; at: number }[]
  calls: {
    call: OutboxCall
    destination: string
    state: 'open' | 'dead'
    reason: string | null
    dueAt: number
    restock: string | null
  }[]
  notifications: {
    destination: string
    channels: Channel[]
    restock: string
    at: number
    clickedAt: number | null
  }[]
  /** Purchases that count for a restock that it was told of. */
  purchases: { quantity: number; at: number }[]
  /** Restocks that served it, or, while it waits, that passed it by. */
  restocks: { id: string; state: string; quantity: number; since: number }[]
  waiting: boolean
}

const ACTIONS: Record<string, [HistoryEvent, string]> = {
  given: ['asked', 'Asked to be told'],
  confirmed: ['confirmed', 'Confirmed from the mail'],
  withdrawn: ['stopped', 'Stopped'],
  expired: ['expired', 'Expired: waited for longer than the shop keeps anybody waiting'],
}

const PURPOSE = {
  subscribe: 'Handing it on',
  cancel: 'Taking it back',
  report: 'Word of the message',
  stock: 'The stock level',
  event: 'News',
  notify: 'The message',
  confirm: 'The confirmation mail',
}

/** The history, in the order of time. */
export function historyOf(facts: Facts, now: number): HistoryItem[] {
  const items: { at: number; event: HistoryEvent; text: string }[] = []
  for (const { action, channel, method, at } of facts.consents) {
    const [event, text] = ACTIONS[action] ?? []
    if (event) items.push({ at, event, text: `${text} (${channel}, ${method}).` })
  }
  for (const { destination, at } of facts.relays) {
    items.push({ at, event: 'relayed', text: `Handed on to ${destination}.` })
  }
  const serving = new Set(
    [...facts.notifications, ...facts.calls].flatMap(({ restock }) => restock ?? []),
  )
  for (const { id, state, quantity, since } of facts.restocks) {
    const what = `restock ${id} (${quantity} in stock)`
    if (serving.has(id)) items.push({ at: since, event: 'matched', text: `Matched by ${what}.` })
    else if (facts.waiting) items.push({ at: since, event: 'held', text: passedBy(what, state) })
  }
  for (const { destination, channels, at, clickedAt } of facts.notifications) {
    items.push({ at, event: 'sent', text: `Told by ${destination} (${channels.join(', ')}).` })
    if (clickedAt !== null)
      items.push({ at: clickedAt, event: 'clicked', text: 'Followed the link.' })
  }
  for (const { quantity, at } of facts.purchases) {
    items.push({ at, event: 'bought', text: `Bought it (${quantity}).` })
  }
  for (const { call, destination, state, reason, dueAt } of facts.calls) {
    const to = `${PURPOSE[call]} through ${destination}`
    const why = reason ? `: ${reason}` : ''
    if (state === 'dead') {
      items.push({ at: dueAt, event: 'failed', text: `${to} was given up${why}.` })
    } else {
      const text = reason ? `${to} failed and is tried again${why}.` : `${to} is on its way.`
      items.push({ at: Math.min(dueAt, now), event: 'queued', text })
    }
  }
  return items
    .toSorted((a, b) => a.at - b.at)
    .map((item) => ({ ...item, at: new Date(item.at).toISOString() }))
}

function passedBy(what: string, state: string): string {
  switch (state) {
    case 'open':
      return `Waits for its turn in ${what}.`
    case 'sold_out':
      return `Waits on: ${what} sold out before its turn came.`
    default:
      return `Waits on: ${what} held it back (no product data, no destination, or the shop’s rules).`
  }
}
