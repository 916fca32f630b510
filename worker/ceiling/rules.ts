/**
 * Ceilings: how many messages one address, one number and one range of numbers may get. Pure.
 *
 * A message is counted by the id of its outbox row, before it is sent and once, whatever happens to the
 * call: an attempt that is repeated on the same day finds its own id. Over a ceiling a message is put
 * off until the ceiling allows it; nothing is lost.
 */
import { CONFIRMATIONS_A_DAY, DAY_MS, HOUR_MS, MESSAGES_A_DAY } from '../limits.ts'
import type { OutboxCall } from '../outbox/store.ts'

/** A message that is about to be sent. */
export interface Candidate {
  /** The id of its outbox row. */
  id: string
  call: OutboxCall
  /** The index of its address over all shops and all spellings. */
  address: string
  /** Of an SMS: the index of the shop and the first digits of the number. */
  range?: string
  /** The shop does not write to numbers of this country any more. */
  barred?: true
  /** Of an alert by SMS: its restock and its contact. A number hears of a restock once. */
  restock?: { id: string; contact: string }
}

/** A shop's own ceilings. */
export interface ShopCeilings {
  smsPerNumberPerDay: number
  smsPerRangePerHour: number
}

/** What is counted: `who` is an index, `span` the start of a day or of an hour (ms since 1970). */
export interface Key {
  who: string
  span: number
}

/** What was counted under a key: the ids of outbox rows, each with its `tagOf`. */
export type Ids = Map<string, string>

/** All counts that candidates need, by `nameOf` of their keys. */
export type Counts = Map<string, Ids>

/** Why a message is not sent now: a short, stable code. */
export type CeilingReason =
  | 'address_ceiling'
  | 'number_ceiling'
  | 'range_ceiling'
  | 'number_being_told'
  | `${OutboxCall}_ceiling`

/** What the ceilings say of a message. */
export type Verdict =
  /** It may be sent. `counted`: the keys that it is newly counted under. */
  | { kind: 'within'; counted: Key[] }
  /** `at`: when to try again, milliseconds since 1970. */
  | { kind: 'later'; reason: CeilingReason; at: number }
  /** The number has heard of this restock, for another contact. */
  | { kind: 'told' }
  /** The number is of a country that the shop does not write to any more. */
  | { kind: 'barred' }

/** What is known of the other messages to a number about the same restock, by the id of their row. */
export type Others = Map<string, { told: boolean; dueAt: number | null }>

/** What is read for the messages of a run before they are judged. */
export interface Ceilings {
  /** By the id of the row; a row without an address has none. */
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

/** What is kept beside the id of a counted message: which call it is, or which restock it tells of. */
export const tagOf = ({ call, restock }: Candidate): string =>
  restock ? `${restock.id}/${restock.contact}` : call

/**
 * Other messages to the same number about the same restock, as they were counted on any day that is
 * kept: the id of the row and the contact.
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
 * Judges one message, and counts it in `counts` if it may be sent. `leaseMs`: how long another message
 * that is being sent right now may take.
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
    // A message that is not known was counted in this very run.
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
  // Anybody can cause any message but an alert, with nothing but somebody's address.
  const alike = [...byDay.values()].filter((tag) => tag === call).length
  if (isNewToday && call !== 'notify' && alike >= CONFIRMATIONS_A_DAY) {
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
