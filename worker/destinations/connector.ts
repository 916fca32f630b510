/**
 * What a destination is to the engine. A connector is one file: its name, what it can do, which of
 * its options are secret, and a factory of functions. The engine calls what it can and never knows
 * whom it called.
 */
import type { Product } from '../../shared/product.ts'
import type { Destination } from '../../shared/shop.ts'
import type { Channel } from '../../shared/text.ts'
import type { Shop } from '../shop/shop.ts'

/** One outgoing call, in clear, for the moment in which it is made. */
export interface Call {
  /** Minted when the row was written; the same at every attempt. */
  key: string
  subscriptionId: string
  contactId: string
  channels: Channel[]
  email?: string
  /** E.164 */
  phone?: string
  sku: string
  locale?: string
  externalId?: string
  product?: Product
}

/** What came of a call. `reason` is short, stable, and holds nothing that was sent. */
export type Outcome =
  | { kind: 'accepted'; id?: string }
  /** May work later by itself; `afterSeconds` is what the other side asked for. */
  | { kind: 'retry'; reason: string; afterSeconds?: number }
  /** Cannot work until somebody changes something over there: tried again slowly, never given up. */
  | { kind: 'parked'; reason: string }
  /** Will never work as it is. */
  | { kind: 'refused'; reason: string }

export interface Calls {
  subscribe?(call: Call): Promise<Outcome>
  notify?(call: Call): Promise<Outcome>
  /** Asks the person to confirm the subscription (double opt-in). */
  confirm?(call: Call): Promise<Outcome>
}

export type Capability = keyof Calls

export interface Connector<T extends Destination['type']> {
  type: T
  can: readonly Capability[]
  secrets: readonly string[]
  create(options: Extract<Destination, { type: T }>, context: { env: Env; shop: Shop }): Calls
}
