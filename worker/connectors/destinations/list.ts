/** All destinations. A new one is a file here, one in shared/destinations/, and a line in each list. */
import type { Destination } from './union.ts'
import type { Calls, Connector, Context } from './contract.ts'
import { email } from './email/email.ts'
import { klaviyo } from './klaviyo/klaviyo.ts'
import { sequenzy } from './sequenzy/sequenzy.ts'
import { sms } from './sms/sms.ts'
import { voyadoCentra } from './voyado-centra/voyado-centra.ts'
import { voyado } from './voyado/voyado.ts'
import { webhook } from './webhook/webhook.ts'

export const CONNECTORS: { [T in Destination['type']]: Connector<T> } = {
  klaviyo,
  sequenzy,
  webhook,
  email,
  sms,
  voyado,
  'voyado-centra': voyadoCentra,
}

/** The connector of a destination. It takes the options that were used to find it. */
export const connectorOf = (options: Destination): Connector<Destination['type']> =>
  // The one place where the type of the options and that of the connector part ways for TypeScript.
  CONNECTORS[options.type] as unknown as Connector<Destination['type']>

/**
 * Stands for the Worker's own e-mail binding where a call goes to no destination of the shop. No
 * destination can have this name.
 */
export const OWN_MAIL = '@worker'

/** The calls that the Worker makes by itself, for a shop that has no destination for them. */
export const ownCalls = (context: Context): Calls =>
  email.create({ type: 'email', name: OWN_MAIL, via: 'cloudflare', rate: {} }, context)

/** The calls of one destination of a shop; its secrets must be in clear. */
export const callsOf = (options: Destination, context: Context): Calls =>
  connectorOf(options).create(options, context)
