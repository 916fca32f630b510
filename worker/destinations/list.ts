/** All destinations. A new one is a file, an options schema in shared/shop.ts, and a line here. */
import type { Destination } from '../../shared/shop.ts'
import type { Shop } from '../shop/shop.ts'
import type { Calls, Connector } from './connector.ts'
import { email } from './email.ts'
import { klaviyo } from './klaviyo.ts'

export const CONNECTORS: { [T in Destination['type']]: Connector<T> } = { klaviyo, email }

/**
 * Stands for the Worker's own e-mail binding where a call goes to no destination of the shop. No
 * destination can have this name.
 */
export const OWN_MAIL = '@worker'

/** The calls that the Worker makes by itself, for a shop that has no destination for them. */
export const ownCalls = (context: { env: Env; shop: Shop }): Calls =>
  email.create({ type: 'email', name: OWN_MAIL, rate: {} }, context)

/** The calls of one destination of a shop; its secrets must be in clear. */
export function callsOf(options: Destination, context: { env: Env; shop: Shop }): Calls {
  switch (options.type) {
    case 'klaviyo':
      return klaviyo.create(options, context)
    case 'email':
      return email.create(options, context)
  }
}
