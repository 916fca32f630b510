/**
 * The memory that feeds of all shops share in an isolate. A feed takes room as its bytes arrive, so
 * a slow one holds little, and no shop waits for another's server. Only when the room is used up, a
 * further feed is put off.
 */
import { SOURCE_LEASE_MS } from '../../../limits.ts'
import { FEEDS_BYTES } from './limits.ts'

interface Held {
  bytes: number
  /** A run that was killed gives nothing back: it counts no longer than its lease. */
  until: number
}

const held = new Set<Held>()

/** The room of one feed. */
export interface Room {
  /** Takes more; false if there is none, now that other feeds are read. */
  take(bytes: number): boolean
  /** Gives everything back. */
  leave(): void
}

/** Opens the room of a feed, at `now` (milliseconds since 1970). */
export function openRoom(now: number): Room {
  const own: Held = { bytes: 0, until: now + SOURCE_LEASE_MS }
  held.add(own)
  return {
    take(bytes) {
      let others = 0
      for (const one of held) {
        if (one.until <= Date.now()) held.delete(one)
        else if (one !== own) others += one.bytes
      }
      // Alone, a feed may be as large as its own limits allow.
      if (others > 0 && others + own.bytes + bytes > FEEDS_BYTES) return false
      own.bytes += bytes
      return true
    },
    leave: () => void held.delete(own),
  }
}
