/** What a shop's settings must fulfil beyond their shape, and how their secrets are shown. */
import type { ShopSettings } from './settings.ts'
import type { Source } from '../connectors/sources/union.ts'
import { Channel } from '../../shared/text.ts'
import { type Turnstile, TURNSTILE_SECRETS } from '../connectors/turnstile/options.ts'
import type { Capability } from '../connectors/destinations/contract.ts'
import { connectorByType } from '../connectors/contract.ts'
import {
  connectorOf,
  type Destination,
  DESTINATIONS,
  OWN_MAIL,
} from '../connectors/destinations/list.ts'
import { SOURCES } from '../connectors/sources/list.ts'
import { channelBits } from '../address/channels.ts'
import type { ClientShop, Shop } from './shop.ts'

/** The destinations that are called first: those that stand in for others wait for their turn. */
export const primary = ({ destinations }: ShopSettings): Destination[] => {
  const spare = new Set(destinations.flatMap(({ fallback }) => fallback ?? []))
  return destinations.filter(({ name }) => !spare.has(name))
}

const thatCan = (settings: ShopSettings, capability: Capability): Destination[] =>
  primary(settings).filter((one) => connectorOf(one).can(one).includes(capability))

export const tells = (destination: Destination) => connectorOf(destination).tells(destination)

/** The destinations that send messages of the shop's own list, by channel. */
export const notifiersOf = (settings: ShopSettings): { name: string; channel: Channel }[] =>
  thatCan(settings, 'notify').flatMap((one) =>
    tells(one).map((channel) => ({ name: one.name, channel })),
  )

/** The calls of a destination by which people are told: these go to the one that stands in. */
export function tellingCalls(destination: Destination): Capability[] {
  const can = connectorOf(destination).can(destination)
  const relays = !can.includes('notify') && tells(destination).length > 0
  return can.filter((one) => ['notify', 'confirm'].includes(one) || (one === 'subscribe' && relays))
}

/** The platforms that tell the people whose subscriptions they took, and over which channels. */
export const platformsOf = (settings: ShopSettings): { name: string; channels: Channel[] }[] =>
  settings.destinations
    .filter((one) => tellingCalls(one).includes('subscribe'))
    .map((one) => ({ name: one.name, channels: [...tells(one)] }))

/** The destinations that hear of levels: those that stand in as well, for what they took over. */
export const stockedOf = (settings: ShopSettings): string[] =>
  settings.destinations
    .filter((one) => connectorOf(one).can(one).includes('updateStock'))
    .map(({ name }) => name)

/**
 * The destinations that are told when somebody stops, those that stand in as well. `unasked`: also
 * where they took nothing over, because they only listen.
 */
export const takersBack = (settings: ShopSettings): { name: string; unasked: 0 | 1 }[] =>
  settings.destinations.flatMap((one) => {
    const connector = connectorOf(one)
    const can = connector.can(one)
    if (!can.includes('cancel')) return []
    const unasked = connector.listens?.(one) && !can.includes('subscribe')
    return { name: one.name, unasked: unasked ? 1 : 0 }
  })

/** The names of the destinations that can do something. */
export const namesThatCan = (settings: ShopSettings, capability: Capability): string[] =>
  thatCan(settings, capability).map(({ name }) => name)

/** The destinations that take subscriptions, and over which channels. */
const relaysOf = (settings: ShopSettings): ClientShop['relays'] =>
  thatCan(settings, 'subscribe').map((one) => {
    const listens = connectorOf(one).listens?.(one) ?? false
    return { name: one.name, channels: listens ? [...Channel.options] : [...tells(one)], listens }
  })

export function clientShop({ id, database, settings }: Shop): ClientShop {
  const {
    name,
    origins,
    defaultLocale,
    country,
    channels,
    maxQuantity,
    catalog,
    consent,
    turnstile,
  } = settings
  const confirmer = thatCan(settings, 'confirm').find((one) => tells(one).includes('email'))
  return {
    id,
    database,
    name,
    origins,
    defaultLocale,
    ...(country && { country }),
    channels,
    ...(maxQuantity && { maxQuantity }),
    catalog,
    ...(consent && { consent }),
    threshold: settings.rules.threshold,
    doubleOptIn: settings.doubleOptIn,
    doubleOptInCountries: settings.doubleOptInCountries,
    confirmer: confirmer?.name ?? OWN_MAIL,
    relays: relaysOf(settings),
    ...(turnstile && { turnstile }),
  }
}

const MASK = '••••'

/** Parts of the settings that hold secrets. */
export type Keeper = Destination | Source | Turnstile

/** The options of such a part that are write-only. */
export function secretsOf(keeper: Keeper): readonly string[] {
  if (!('type' in keeper)) return TURNSTILE_SECRETS
  const connectors = [...DESTINATIONS, ...Object.values(SOURCES)]
  return connectorByType<{ type: string; secrets: readonly string[] }>(connectors)(keeper.type)
    .secrets
}

// Of a shorter one, four characters would tell too much.
const SHOWN_FROM = 12

/** A secret as it is read back: `••••1234`. */
export const masked = (secret: string): string =>
  secret.length < SHOWN_FROM ? MASK : MASK + secret.slice(-4)

export const isMasked = (value: string): boolean => value.startsWith(MASK)

/** The destinations that a shop relays to, with the channels of each as bits. */
export const relayBits = ({ relays }: Pick<ClientShop, 'relays'>) =>
  relays.map((one) => ({ ...one, channels: channelBits(one.channels) }))
