/** Whom of the people waiting a restock serves. Pure. */
import type { Waiting } from './store.ts'

/** The channels that a shop's destinations reach, as bits: its own messages, and its platforms'. */
export interface Reach {
  own: number
  relayed: number
}

/**
 * Of people in the order of asking: those served, each person once, and how many are held back
 * because no destination reaches them any more, or because nothing is known about the product that
 * a message could be made of. A platform that sends for itself knows its own catalogue.
 */
export function choose(waiting: Waiting[], reach: Reach): { served: Waiting[]; held: number } {
  const served = new Map<string, Waiting>()
  let held = 0
  for (const one of waiting) {
    const own = (one.channels & reach.own) !== 0
    const relayed = (one.channels & reach.relayed) !== 0
    if (own ? one.known === 0 : !relayed) held += 1
    else if (!served.has(one.contact_id)) served.set(one.contact_id, one)
  }
  return { served: [...served.values()], held }
}
