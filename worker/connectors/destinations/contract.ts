/**
 * What a destination is to the engine. A destination takes subscriptions, sends messages, or both.
 * The engine calls what a destination can do and does not know which vendor it is.
 *
 * A destination is a folder with `name.ts` (the connector), `options.ts` (its schema) and further
 * parts as needed, and one line in all.ts. It needs a fake in test/fakes/, a file in
 * test/contract/destinations/ that calls `passesSuite`, and a page in docs/destinations/.
 *
 * @example
 * // pigeon/options.ts
 * export const PigeonOptions = strictObject({
 *   type: v.literal('pigeon'),
 *   ...common('pigeon'),
 *   token: secret,
 *   rate: rate({ perSecond: 5 }),
 *   baseUrl: baseUrl('https://api.pigeon.example'),
 * })
 *
 * // pigeon/pigeon.ts
 * export const pigeon = defineDestination({
 *   type: 'pigeon',
 *   options: PigeonOptions,
 *   secrets: ['token'],
 *   addresses: ['baseUrl'],
 *   faults: (options) => missing(options, 'token'),
 *   can: () => ['notify'],
 *   tells: () => ['email'],
 *   create: ({ baseUrl, token = '' }) => ({
 *     async notify({ key, to, product }) {
 *       if (!to.email || !product) return { kind: 'refused', reason: 'nothing_to_send' }
 *       const answer = await callUpstream(`${baseUrl}/messages`, {
 *         headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': key },
 *         json: { to: to.email, text: `${product.title} is back` },
 *       })
 *       return outcomeOf(answer, (status) => {
 *         if (status === 202) return { kind: 'accepted' }
 *         const reason = `http_${status}`
 *         return status === 401 ? { kind: 'parked', reason } : { kind: 'refused', reason }
 *       })
 *     },
 *   }),
 * })
 */
import type { GenericSchema } from 'valibot'
import type { Channel } from '../../../shared/text.ts'
import type { Connector, Context, FieldOf, OptionsOf, OptionsSchema, Rate } from '../contract.ts'
import type { Hook, Verification } from '../hook.ts'
import type { Call, Level, News } from './call.ts'
import type { Outcome } from './outcome.ts'
import type { Sender } from './sender.ts'

/** The schema of a destination's options: `common(type)`, a `rate`, and options of its own. */
export type DestinationSchema = OptionsSchema &
  GenericSchema<unknown, { rate: Rate; fallback?: string | undefined }>

/** What a probe found, in words for the shop's owner. */
export interface Finding {
  /** Short and stable: `key`, `scope`, `catalog`, `flow`, … */
  what: string
  ok: boolean
  /** What was found; when it is not ok, what to change and where. */
  detail: string
}

/** What a destination reports about an address by itself. */
export type AddressReport = ({ email: string } | { phone: string }) & {
  /**
   * `bounce`: the address is dead. `complaint`: its owner reported spam. `stop`: its owner wants no
   * more messages; `start`: wants them again.
   */
  reason: 'bounce' | 'complaint' | 'stop' | 'start'
}

/** The reports about addresses in one webhook. */
export interface AddressReports {
  reports: AddressReport[]
  /** How many of its events could not be read. The others are applied. */
  unreadable: number
}

/** A mail to a member of the shop's team that shows what shoppers would get. */
export interface SampleMail {
  /** The same at every attempt. */
  key: string
  to: string
  subject: string
  html: string
  text: string
  /** Absolute address for the header of the mail. */
  unsubscribe: string
}

/** The calls of one destination of a shop. Each is there only when the destination can do it. */
export interface Calls {
  /** Takes a subscription over. */
  subscribe?(call: Call): Promise<Outcome>
  /** Cancels a subscription. `relayId` is missing when the answer to `subscribe` never arrived. */
  cancel?(call: Call): Promise<Outcome>
  /** Notifies a person that the variant is back. */
  notify?(call: Call): Promise<Outcome>
  /** Reminds a person, who was notified, that the variant is still there. */
  remind?(call: Call): Promise<Outcome>
  /** Asks a person to confirm a subscription (double opt-in). */
  confirm?(call: Call): Promise<Outcome>
  /** Sends a person the list of the products they have just subscribed to. */
  acknowledge?(call: Call): Promise<Outcome>
  /** Sends a person the link to their own page. Somebody requested it with their address. */
  list?(call: Call): Promise<Outcome>
  /** Asks a person to confirm that their messages move to this address. */
  move?(call: Call): Promise<Outcome>
  /** Sends a member of the shop's team a mail about the shop. */
  notice?(call: Call): Promise<Outcome>
  /** Takes note of a message that another destination sent. */
  report?(call: Call): Promise<Outcome>
  /** Tells a person that the variant will not come back: the last message about it. */
  close?(call: Call): Promise<Outcome>
  /**
   * Takes note that a person agreed to marketing without asking for a product. `channels` are those that
   * the consents are for.
   */
  consent?(call: Call): Promise<Outcome>
  /** Takes stock levels. They are absolute, so sending them twice or late is harmless. */
  updateStock?(levels: Level[]): Promise<Outcome>
  /** Takes note of what happened: see `News`. */
  announce?(news: News): Promise<Outcome>
  /** Whether a webhook comes from the vendor. */
  verify?(hook: Hook): Promise<Verification>
  /** What a verified webhook reports about addresses; undefined for an unknown shape. */
  readReports?(hook: Hook): AddressReports | undefined
  /** Sends a mail that was written elsewhere, to a member of the shop's team. */
  sample?(sample: SampleMail): Promise<Outcome>
  /** Makes harmless calls that show whether the settings work. */
  probe?(): Promise<Finding[]>
}

/** The calls that the engine plans. */
export type Capability = Exclude<keyof Calls, 'probe' | 'verify' | 'readReports' | 'sample'>

/** The facts about a call before its time is booked. */
export interface Planned {
  call: Capability
  channels: readonly Channel[]
  /**
   * Whether the person agreed to marketing with this subscription; false if the destination needs no data
   * about people.
   */
  marketing: boolean
  /** Of `updateStock`: how many variants changed. */
  skus: number
}

/** How fast the calls of one kind may be made. */
export interface Pace {
  /** What the vendor allows, where that is less than the `rate` of the options. */
  rate: Rate
  /** Requests that the call makes at most; default: `requestsPerCall`. */
  requests?: number
  /** The vendor counts these calls apart from all others, so neither kind waits for the other. */
  apart?: true
}

/** What a destination is. See the example above. */
export interface DestinationConnector<
  S extends DestinationSchema,
  Field extends string = FieldOf<S>,
> extends Connector<S, Field> {
  /** What it can do with these options. */
  can(options: OptionsOf<S>): readonly Capability[]
  /** The channels over which it notifies people, with these options. */
  tells(options: OptionsOf<S>): readonly Channel[]
  /** The channels of the consents that it takes with the call `consent`. */
  records?(options: OptionsOf<S>): readonly Channel[]
  /** Takes note of subscriptions over every channel, and notifies nobody because of them. */
  listens?(options: OptionsOf<S>): boolean
  /** Whether its messages name a link to stop them, because nobody can reply to their sender. */
  stopsByLink?(options: OptionsOf<S>): boolean
  /** One message of this destination can be about several products (`Call.also`). */
  joins?: true
  /** It sends its messages to people itself, so the ceilings on messages apply. */
  sends?: true
  /** The sender of its mails, as DNS and receivers know it; undefined if it sends no mails. */
  sender?(options: OptionsOf<S>, context: Context): Sender
  /** The news that it takes with the call `announce`. */
  announces?(options: OptionsOf<S>): readonly News['type'][]
  /** Wants `Call.person`. */
  knowsPeople?: true
  /** Wants `Call.siblings` and `Level.siblings`. */
  wantsSiblings?: true
  /** Requests that one call makes at most, when more than one: a `rate` counts requests. */
  requestsPerCall?: number
  /** The vendor's limit for this kind of call, if the vendor has several limits. */
  pace?(options: OptionsOf<S>, planned: Planned): Pace
  /** An option that the Worker creates, not the client: a key with which others call the Worker. */
  issues?: { field: Field; needed(options: OptionsOf<S>): boolean }
  /** Makes the calls. The options have their secrets in clear. */
  create(options: OptionsOf<S>, context: Context): Calls
}

/** Any destination. */
export type AnyDestination = DestinationConnector<DestinationSchema, string>

/** Defines a destination. The type of its options is that of its schema. */
export const defineDestination = <S extends DestinationSchema>(
  destination: DestinationConnector<S>,
): DestinationConnector<S> => destination
