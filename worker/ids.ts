/** Ids are UUIDv7 (RFC 9562): sorting ids sorts rows by the time at which they were created. */
import { v7 } from 'uuid'

/** A new id. `at`: the time in it, milliseconds since 1970; now if left out. */
export const newId = (at?: number): string => v7(at === undefined ? undefined : { msecs: at })

/** The id of a time. It is always the same, and sorts before all new ids of that millisecond. */
export const spanId = (at: number): string => `${newId(at).slice(0, 14)}7000-8000-000000000000`

/** A text that sorts before all ids of a time and after all earlier ids. */
export const lowestId = (at: number): string => {
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`
}

/** The time in an id, in milliseconds since 1970: a UUIDv7 and a restock's id begin with it. */
export const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
