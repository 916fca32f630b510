/**
 * What every connector is, whether it takes subscriptions (a destination) or brings stock (a
 * source). A connector knows the vendor it speaks to, this contract and the shared tools beside it.
 * It knows no word of the domain: what it may read of a shop is `ConnectedShop`.
 */
import type * as v from 'valibot'
import type { ConsentSettings } from '../../shared/consent-settings.ts'
import type { LinkSettings } from '../link/settings.ts'
import type { LookSettings } from '../message/look.ts'
import type { MessageSettings, SenderSettings } from '../message/texts.ts'
import type { KeyedShop } from '../secret.ts'

/** The schema of a connector's options: an object with a literal `type` and a `name`. */
export type OptionsSchema = v.GenericSchema<unknown, { type: string; name: string }>

/** The options of a connector, as its schema gives them out. */
export type OptionsOf<S extends v.GenericSchema> = v.InferOutput<S>

/** The names of the options, over all variants of the schema. */
export type FieldOf<S extends v.GenericSchema> = KeyOfEach<v.InferOutput<S>>
type KeyOfEach<T> = T extends unknown ? keyof T & string : never

/** Options that cannot work: a JSON pointer within them (`/apiKey`), and a stable code. */
export type Faults = [pointer: string, code: string][]

/** Faults for those of the fields that are not given. */
export const missing = <T extends object>(options: T, ...fields: (keyof T & string)[]): Faults =>
  fields.flatMap((field): Faults => (options[field] ? [] : [[`/${field}`, 'missing']]))

/** Requests that an upstream allows; the slower of the two holds. */
export interface Rate {
  perSecond?: number | undefined
  perMinute?: number | undefined
}

/** The options of a destination or source of the same shop. */
export type Neighbour = Readonly<Record<string, unknown>> & { type: string; name: string }

/** The settings of a shop that connectors read. */
export interface ConnectedSettings {
  /** The shop's name, as people know it. */
  name: string
  /** Where the shop's pages are: `https://shop.example`. */
  origins: readonly string[]
  /** A BCP 47 language tag. */
  defaultLocale: string
  /** ISO 3166-1, two letters. */
  country?: string | undefined
  /** The shop's own consent texts. */
  consent?: ConsentSettings | undefined
  /** The look of its messages. */
  look?: LookSettings | undefined
  /** The shop's own texts for its messages, and who its mails come from. */
  messages?: MessageSettings | undefined
  sender?: SenderSettings | undefined
  /** The host of links in messages, and what is added to the addresses of products. */
  links?: LinkSettings | undefined
  destinations: readonly Neighbour[]
  sources: readonly Neighbour[]
}

/** Rights that the owner of the Worker gives a shop. No key of the shop can change them. */
export interface Granted {
  /** The domains from which the shop may send with the Worker's own credentials. */
  senderDomains: readonly string[]
}

/** The shop that a connector works for. */
export interface ConnectedShop extends KeyedShop, Granted {
  /** `pk_…`: part of the addresses of webhooks and feeds. */
  publicKey: string
  settings: ConnectedSettings
}

/** What a connector may use. */
export interface Context {
  env: Env
  shop: ConnectedShop
}

/** Which options are secret, and which options name the receiver of the secrets. */
export interface Belonging<Field extends string = string> {
  /** Options that are write-only: sealed when stored, masked when read back. */
  secrets: readonly Field[]
  /** Options that hold addresses: https on a public host, outside local development. */
  addresses: readonly Field[]
  /**
   * Further options that name the server or account of the secrets: a domain, a region, an account
   * id. If one of these or of `addresses` changes, stored secrets are no longer used.
   */
  account?: readonly Field[]
}

/** What destinations and sources have in common. */
export interface Connector<
  S extends OptionsSchema,
  Field extends string = FieldOf<S>,
> extends Belonging<Field> {
  /** The name in a shop's settings, and of the connector's folder. */
  type: v.InferOutput<S>['type']
  /** The schema of the options. It lives in the connector's `options.ts`. */
  options: S
  /** Options of the right shape that still cannot work. `settings` are those of the whole shop. */
  faults?(options: v.InferOutput<S>, settings: ConnectedSettings, granted: Granted): Faults
  /** Advice for codes of `faults` or of the schema that no other connector uses. */
  faultTexts?: Readonly<Record<string, string>>
}

/** The schemas of a list of connectors, in its order: the options of a `v.variant`. */
export const schemasOf = <const L extends readonly { options: unknown }[]>(list: L) =>
  // TypeScript maps a tuple to an array; the shape is that of the list.
  list.map(({ options }) => options) as unknown as { [I in keyof L]: L[I]['options'] }

/** The texts of all connectors' own fault codes, by code. */
export const faultTextsOf = (
  list: readonly { faultTexts?: Readonly<Record<string, string>> }[],
): Record<string, string> =>
  Object.fromEntries(list.flatMap(({ faultTexts = {} }) => Object.entries(faultTexts)))

/**
 * Finds a connector by its type. Throws for a type that is not in the list: settings are checked
 * when they are saved, so only a connector that was deleted since can be missing.
 */
export const connectorByType =
  <C extends { type: string }>(list: readonly C[]) =>
  (type: string): C => {
    const found = list.find((one) => one.type === type)
    if (!found) throw new Error('a shop names a connector that this Worker does not have')
    return found
  }
