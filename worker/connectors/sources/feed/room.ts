/**
 * The memory that the feeds of all shops share in an isolate. A feed takes room as its bytes
 * arrive, so a slow feed takes little, and no shop waits for another shop's server. A feed is put
 * off only when no room is left.
 */
import { SOURCE_LEASE_MS } from '../../../limits.ts'
import { FEEDS_BYTES } from './limits.ts'

interface Held {
  bytes: number
  /**
   * A run that was killed cannot give its room back, so the room counts only until its lease ends.
   */
  until: number
}

const held = new Set<Held>()

/** The room of one feed. */
export interface Room {
  /** Takes more; false if other feeds leave too little. */
  take(bytes: number): boolean
  /** Gives all of it back. */
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
      // A feed that is alone is bounded only by the limits of one feed.
      if (others > 0 && others + own.bytes + bytes > FEEDS_BYTES) return false
      own.bytes += bytes
      return true
    },
    leave: () => void held.delete(own),
  }
}
