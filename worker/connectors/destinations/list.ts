/** All destinations. A new one is a folder here, an import and an entry in `DESTINATIONS`. */
import * as v from 'valibot'
import { connectorByType, type Context, faultTextsOf, schemasOf } from '../contract.ts'
import type { AnyDestination, Calls } from './contract.ts'
import { email } from './email/email.ts'
import { klaviyo } from './klaviyo/klaviyo.ts'
import { sequenzy } from './sequenzy/sequenzy.ts'
import { sms } from './sms/sms.ts'
import { voyadoCentra } from './voyado-centra/voyado-centra.ts'
import { voyado } from './voyado/voyado.ts'
import { webhook } from './webhook/webhook.ts'

export const DESTINATIONS = [klaviyo, sequenzy, webhook, email, sms, voyado, voyadoCentra] as const

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

/** The calls of one destination of a shop; its secrets must be in clear. */
export const callsOf = (options: Destination, context: Context): Calls =>
  connectorOf(options).create(options, context)

/**
 * The name of the Worker's own e-mail binding, in rows whose call goes to no destination of the
 * shop. It cannot collide: names of destinations have no `@`.
 */
export const OWN_MAIL = '@worker'

/** The calls that the Worker makes by itself, for a shop that has no destination for them. */
export const ownCalls = (context: Context): Calls =>
  email.create({ type: 'email', name: OWN_MAIL, via: 'cloudflare', rate: {} }, context)
