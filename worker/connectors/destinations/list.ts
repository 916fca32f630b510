/** The destinations of all.ts as one list: their union schema, and the look-up by type. */
import * as v from 'valibot'
import { connectorByType, faultTextsOf, schemasOf } from '../contract.ts'
import * as all from './all.ts'
import type { AnyDestination } from './contract.ts'

/** The list. Everything that is known of all destinations follows from it. */
export const DESTINATIONS = Object.values(all)

/** One destination of a shop: the options of one of the list, by `type`. */
export const Destination = v.variant('type', schemasOf(DESTINATIONS), (issue) => {
  if (issue.received === 'undefined') return 'missing'
  // Some types have variants of their own: `via` of e-mail.
  return issue.path?.at(-1)?.key === 'type' ? 'destination_unknown' : 'choice_unknown'
})
export type Destination = v.InferOutput<typeof Destination>

const byType = connectorByType<AnyDestination>(DESTINATIONS)

/** The connector of a destination. */
export const connectorOf = ({ type }: Pick<Destination, 'type'>): AnyDestination => byType(type)

/** What to do about a fault code that one destination alone has. */
export const DESTINATION_FAULT_TEXTS = faultTextsOf(DESTINATIONS)

/**
 * The name of the Worker's own e-mail binding, in rows whose call goes to no destination of the
 * shop. It cannot collide: names of destinations have no `@`.
 */
export const OWN_MAIL = '@worker'

/** The Worker itself as a destination, for a shop that has none for its confirmation mails. */
export const OWN: Destination = { type: 'email', name: OWN_MAIL, via: 'cloudflare', rate: {} }
