/**
 * Ceilings: how many messages an address, a number and a range of numbers may get. Pure.
 *
 * A message is counted before it is sent, by the id of its outbox row. An attempt that is repeated
 * on the same day finds its id, so it is counted once. A message above a ceiling is not lost: it is
 * put off until the ceiling allows it.
 */
import { CONFIRMATIONS_A_DAY, DAY_MS, HOUR_MS, MESSAGES_A_DAY } from '../limits.ts'
import type { OutboxCall } from '../outbox/store.ts'

/** The messages that a stranger cannot cause: the shop's stock does. */
const CAUSED_BY_SHOP: ReadonlySet<OutboxCall> = new Set(['notify', 'remind'])

/** A message that is about to be sent. */
export interface Candidate {
  /** The id of its outbox row. */
  id: string
  call: OutboxCall
  /** The index of its address over all shops and all spellings. */
  address: string
  /** For an SMS: an index of the shop and the first digits of the number. */
  range?: string
  /** The shop no longer writes to numbers of this country. */
  barred?: true
  /** For an alert by SMS: its restock and its contact. A number gets one SMS for each restock. */
  restock?: { id: string; contact: string }
}

/** A shop's own ceilings. */
export interface ShopCeilings {
  smsPerNumberPerDay: number
  smsPerRangePerHour: number
}

/**
 * The key of a count: `who` is an index, `span` the start of a day or of an hour (ms since 1970).
 */
export interface Key {
  who: string
  span: number
}

/** The messages that were counted under a key: ids of outbox rows, each with its `tagOf`. */
export type Ids = Map<string, string>

/** All counts that the candidates need, by `nameOf` of their keys. */
export type Counts = Map<string, Ids>

/** Why a message is not sent now: a short, stable code. */
export type CeilingReason =
  | 'address_ceiling'
  | 'number_ceiling'
  | 'range_ceiling'
  | 'number_being_told'
  | `${OutboxCall}_ceiling`

/** Whether the ceilings let a message through. */
export type Verdict =
  /** It may be sent. `counted`: the keys under which it was not counted before. */
  | { kind: 'within'; counted: Key[] }
  /** `at`: when to try again, milliseconds since 1970. */
  | { kind: 'later'; reason: CeilingReason; at: number }
  /** The number got an SMS about this restock already, as the number of another contact. */
  | { kind: 'told' }
  /** The shop no longer writes to numbers of this country. */
  | { kind: 'barred' }

/** For each outbox row: the state of the other messages to its number about the same restock. */
export type Others = Map<string, { told: boolean; dueAt: number | null }>

/** The data that `judge` needs for the messages of a run. */
export interface Ceilings {
  /** By the id of the row. A row without an address has no candidate. */
  candidates: Map<string, Candidate>
  counts: Counts
  others: Others
}

/** The name of a key in `Counts`. */
export const nameOf = ({ who, span }: Key): string => `${who}@${span}`

/** The start of the day (UTC) of a time; both in milliseconds since 1970. */
export const dayOf = (now: number): number => now - (now % DAY_MS)

/** The start of the hour of a time; both in milliseconds since 1970. */
export const hourOf = (now: number): number => now - (now % HOUR_MS)

/** The value that is stored beside the id of a counted message: its call, or its restock. */
export const tagOf = ({ call, restock }: Candidate): string =>
  restock ? `${restock.id}/${restock.contact}` : call

/**
 * The other messages to the same number about the same restock, from the counts of all days: the id
 * of the row and the contact.
 */
export function othersOf(candidate: Candidate, counts: Counts): { id: string; contact: string }[] {
  const { id, address, restock } = candidate
  if (!restock) return []
  return [...counts].flatMap(([name, ids]) =>
    name.startsWith(`${address}@`)
      ? [...ids].flatMap(([other, tag]) => {
          const [about, contact = ''] = tag.split('/')
          return other !== id && about === restock.id ? [{ id: other, contact }] : []
        })
      : [],
  )
}

/**
 * Judges one message, and counts it in `counts` if it may be sent. `leaseMs`: how long to wait for
 * another message that is being sent.
 */
export function judge(
  candidate: Candidate,
  counts: Counts,
  others: Others,
  ceilings: ShopCeilings,
  now: number,
  leaseMs: number,
): Verdict {
  const { id, call, address, range, barred } = candidate
  if (barred) return { kind: 'barred' }
  const day = { who: address, span: dayOf(now) }
  const hour = range === undefined ? undefined : { who: range, span: hourOf(now) }
  const byDay = counts.get(nameOf(day)) ?? new Map<string, string>()
  const byHour = (hour && counts.get(nameOf(hour))) ?? new Map<string, string>()
  const isNewToday = !byDay.has(id)

  const wasCounted = [...counts].some(
    ([name, ids]) => name.startsWith(`${address}@`) && ids.has(id),
  )
  for (const other of othersOf(candidate, counts)) {
    const known = others.get(other.id)
    if (known?.told) return { kind: 'told' }
    // A message that `others` lacks was counted in this run.
    const dueAt = known ? known.dueAt : now
    // Two messages that were both counted must not wait for each other.
    const comesFirst = !wasCounted || other.id < id
    if (dueAt !== null && comesFirst) {
      return { kind: 'later', reason: 'number_being_told', at: Math.max(dueAt, now) + leaseMs }
    }
  }
  const most = range === undefined ? MESSAGES_A_DAY : ceilings.smsPerNumberPerDay
  const tomorrow = day.span + DAY_MS
  if (isNewToday && byDay.size >= Math.min(most, MESSAGES_A_DAY)) {
    const reason = range === undefined ? 'address_ceiling' : 'number_ceiling'
    return { kind: 'later', reason, at: tomorrow }
  }
  // Anybody who knows an address can cause any other message to it.
  const alike = [...byDay.values()].filter((tag) => tag === call).length
  if (isNewToday && !CAUSED_BY_SHOP.has(call) && alike >= CONFIRMATIONS_A_DAY) {
    return { kind: 'later', reason: `${call}_ceiling`, at: tomorrow }
  }
  if (hour && !byHour.has(id) && byHour.size >= ceilings.smsPerRangePerHour) {
    return { kind: 'later', reason: 'range_ceiling', at: hour.span + HOUR_MS }
  }
  const counted = [day, ...(hour ? [hour] : [])].filter((key) => !counts.get(nameOf(key))?.has(id))
  for (const key of counted) {
    const ids = counts.get(nameOf(key)) ?? new Map<string, string>()
    counts.set(nameOf(key), ids.set(id, key === hour ? '' : tagOf(candidate)))
  }
  return { kind: 'within', counted }
}
