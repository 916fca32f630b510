/** The history of a subscription, in words for the shop's staff. Pure. */
import type { Channel } from '../../shared/text.ts'
import type { OutboxCall } from '../outbox/store.ts'
import { isRule } from '../outbox/waits.ts'

/** A stable code of what happened. */
export type HistoryEvent =
  | 'asked'
  | 'asked_to_confirm'
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
  | 'moved'
  | 'ended'

/** One entry of the history, as the API shows it. */
export interface HistoryItem {
  /** ISO 8601 */
  at: string
  event: HistoryEvent
  /** A sentence in English. It holds no address. */
  text: string
}

/** What is stored about one subscription. Times are milliseconds since 1970. */
export interface Facts {
  /** `sku`: the variant that the person agreed to, or was moved to. */
  consents: { action: string; channel: string; method: string; sku: string; at: number }[]
  /** Sent messages that asked to confirm an address of the contact. */
  asked: { kind: 'email' | 'phone'; at: number }[]
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
    /** 1 for a reminder. */
    reminds: number
  }[]
  /** Purchases that count for a restock of which the person was notified. */
  purchases: { quantity: number; at: number }[]
  /** Restocks that served the subscription; while it waits, restocks that did not. */
  restocks: { id: string; state: string; quantity: number; since: number }[]
  /** Whether the subscription still waits. */
  waiting: boolean
}

const ACTIONS: Record<string, [HistoryEvent, string]> = {
  given: ['asked', 'Subscribed'],
  confirmed: ['confirmed', 'Confirmed the subscription'],
  withdrawn: ['stopped', 'Cancelled'],
  expired: ['expired', 'Expired: waited for longer than the shop allows'],
  moved: ['moved', 'Moved by the shop'],
  ended: ['ended', 'Ended: the shop closed the list'],
}

// What an outbox row does, as the subject of a sentence.
const CALL_NAMES = {
  subscribe: 'Relaying the subscription',
  cancel: 'Cancelling the subscription',
  report: 'Reporting the message',
  consent: 'Passing the consent to marketing on',
  notice: 'The mail to the team',
  stock: 'Sending the stock level',
  event: 'Sending the event',
  notify: 'The message',
  remind: 'The reminder',
  confirm: 'The message that asks to confirm',
  close: 'The last message',
  acknowledge: 'The mail that says what the person waits for',
  list: 'The message with the link to the list',
  move: 'The mail that asks to move to another address',
}

/** Writes the history, oldest entry first. `now` is in milliseconds since 1970. */
export function historyOf(facts: Facts, now: number): HistoryItem[] {
  const items: { at: number; event: HistoryEvent; text: string }[] = []
  const consents = facts.consents.toSorted((a, b) => a.at - b.at)
  for (const [index, { action, channel, method, sku, at }] of consents.entries()) {
    const [event, text] = ACTIONS[action] ?? []
    const from = consents.slice(0, index).findLast((one) => isPlace(one, channel))?.sku
    const where = action === 'moved' && from !== undefined ? ` from ${from} to ${sku}` : ''
    if (event) items.push({ at, event, text: `${text}${where} (${channel}, ${method}).` })
  }
  for (const { kind, at } of facts.asked) {
    const text = `Asked to confirm (${kind === 'email' ? 'email' : 'sms'}).`
    items.push({ at, event: 'asked_to_confirm', text })
  }
  for (const { destination, at } of facts.relays) {
    items.push({ at, event: 'relayed', text: `Relayed to ${destination}.` })
  }
  const serving = new Set(
    [...facts.notifications, ...facts.calls].flatMap(({ restock }) => restock ?? []),
  )
  for (const { id, state, quantity, since } of facts.restocks) {
    const what = `restock ${id} (${quantity} in stock)`
    if (serving.has(id)) items.push({ at: since, event: 'matched', text: `Matched by ${what}.` })
    else if (facts.waiting)
      items.push({ at: since, event: 'held', text: reasonToWait(what, state) })
  }
  for (const { destination, channels, at, clickedAt, reminds } of facts.notifications) {
    const how = reminds ? 'Reminded' : 'Notified'
    items.push({ at, event: 'sent', text: `${how} by ${destination} (${channels.join(', ')}).` })
    if (clickedAt !== null)
      items.push({ at: clickedAt, event: 'clicked', text: 'Followed the link.' })
  }
  for (const { quantity, at } of facts.purchases) {
    items.push({ at, event: 'bought', text: `Bought it (${quantity}).` })
  }
  for (const { call, destination, state, reason, dueAt } of facts.calls) {
    const what = `${CALL_NAMES[call]} through ${destination}`
    const why = reason ? `: ${reason}` : ''
    if (state === 'dead') {
      items.push({ at: dueAt, event: 'failed', text: `${what} was given up${why}.` })
    } else {
      const text = !reason
        ? `${what} is queued.`
        : isRule(reason)
          ? `${what} waits${why}.`
          : `${what} failed and will be tried again${why}.`
      items.push({ at: Math.min(dueAt, now), event: 'queued', text })
    }
  }
  return items
    .toSorted((a, b) => a.at - b.at)
    .map((item) => ({ ...item, at: new Date(item.at).toISOString() }))
}

/** Whether a consent says for which variant the person waited over a channel. */
const isPlace = (one: Facts['consents'][number], channel: string): boolean =>
  one.channel === channel && (one.action === 'given' || one.action === 'moved')

/** Why a restock did not serve a subscription that still waits. */
function reasonToWait(what: string, state: string): string {
  switch (state) {
    case 'open':
      return `Waiting for its turn in ${what}.`
    case 'awaiting':
      return `Waiting: ${what} waits for the shop’s approval.`
    case 'stopped':
      return `Waiting: the shop has stopped ${what}.`
    case 'ended':
      return `Still waiting: the shop ended ${what}.`
    case 'sold_out':
      return `Still waiting: ${what} sold out before its turn came.`
    default:
      return `Still waiting: ${what} held it (no product data, no destination, or the shop’s rules).`
  }
}
