/** What a shop's settings must fulfil beyond their shape, and how their secrets are shown. */
import { canHold } from './satisfiable.ts'
import type { Destination } from '../../shared/destination.ts'
import type { ShopSettings } from '../../shared/shop.ts'
import type { Source } from '../../shared/source.ts'
import { Channel } from '../../shared/text.ts'
import type { Turnstile } from '../../shared/turnstile.ts'
import type { Capability } from '../destinations/connector.ts'
import { CONNECTORS, connectorOf, OWN_MAIL } from '../destinations/list.ts'
import { done, invalid, type Result } from '../problem.ts'
import { SOURCES } from '../sources/list.ts'
import type { SourceConnector } from '../sources/source.ts'
import { turnstileFaults } from '../turnstile/rules.ts'
import { isPublicHttps } from './public-address.ts'
import type { ClientShop, Shop } from './shop.ts'

/** The destinations that are called first: those that stand in for others wait for their turn. */
const primary = ({ destinations }: ShopSettings): Destination[] => {
  const spare = new Set(destinations.flatMap(({ fallback }) => fallback ?? []))
  return destinations.filter(({ name }) => !spare.has(name))
}

const thatCan = (settings: ShopSettings, capability: Capability): Destination[] =>
  primary(settings).filter((one) => connectorOf(one).can(one).includes(capability))

const tells = (destination: Destination) => connectorOf(destination).tells(destination)

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

/** Settings of the right shape that would still not work, each with a pointer to what to mend. */
export function checkSettings(settings: ShopSettings, local: boolean): Result<ShopSettings> {
  const faults: [string, string][] = []
  const names = new Set<string>()
  const told = new Set<Channel>()
  const first = new Set(primary(settings))
  for (const [index, destination] of settings.destinations.entries()) {
    const at = `/destinations/${index}`
    const connector = connectorOf(destination)
    if (names.has(destination.name)) faults.push([`${at}/name`, 'destination_repeated'])
    names.add(destination.name)
    if (first.has(destination)) {
      for (const channel of connector.tells(destination)) {
        if (told.has(channel)) faults.push([at, 'told_twice'])
        told.add(channel)
      }
    }
    if (!canStandIn(destination, settings)) faults.push([`${at}/fallback`, 'fallback_unfit'])
    for (const [pointer, code] of connector.faults?.(destination, settings) ?? []) {
      faults.push([at + pointer, code])
    }
    const options = destination as Record<string, unknown>
    for (const field of local ? [] : connector.addresses) {
      const address = options[field]
      if (typeof address === 'string' && !isPublicHttps(address)) {
        faults.push([`${at}/${field}`, 'url_not_public'])
      }
    }
  }
  for (const [index, source] of settings.sources.entries()) {
    const at = `/sources/${index}`
    if (names.has(source.name)) faults.push([`${at}/name`, 'name_repeated'])
    names.add(source.name)
    // The one of the type: TypeScript does not follow an index by a union.
    const connector = SOURCES[source.type] as SourceConnector<Source['type']>
    for (const field of connector.addresses) {
      const address = (source as Record<string, unknown>)[field]
      if (typeof address === 'string' && !local && !isPublicHttps(address)) {
        faults.push([`${at}/${field}`, 'url_not_public'])
      }
    }
    for (const [pointer, code] of connector.check?.(source, settings) ?? []) {
      faults.push([at + pointer, code])
    }
  }
  if (settings.turnstile) faults.push(...turnstileFaults(settings.turnstile, local))
  const { conditions, threshold } = settings.rules
  if (conditions && !canHold(conditions, threshold)) {
    faults.push(['/rules/conditions', 'never_true'])
  }
  for (const [index, channel] of settings.channels.entries()) {
    if (!told.has(channel)) faults.push([`/channels/${index}`, 'channel_without_destination'])
  }
  return faults.length > 0 ? invalid(faults) : done(settings)
}

/** Whether what a destination falls back to is there, does the same, and falls back no further. */
function canStandIn({ name, fallback, ...options }: Destination, { destinations }: ShopSettings) {
  if (fallback === undefined) return true
  const spare = destinations.find((one) => one.name === fallback)
  if (!spare || spare.name === name || spare.fallback !== undefined) return false
  const replaced = { name, ...options } as Destination
  const calls = tellingCalls(replaced)
  const able = tellingCalls(spare)
  return (
    calls.length > 0 &&
    calls.every((call) => able.includes(call)) &&
    tells(replaced).every((channel) => tells(spare).includes(channel))
  )
}

const MASK = '••••'

/** Parts of the settings that hold secrets. */
export type Keeper = Destination | Source | Turnstile

/** The options of such a part that are write-only. */
export const secretsOf = (keeper: Keeper): readonly string[] =>
  'type' in keeper ? { ...CONNECTORS, ...SOURCES }[keeper.type].secrets : ['secret']

// Of a shorter one, four characters would tell too much.
const SHOWN_FROM = 12

/** A secret as it is read back: `••••1234`. */
export const masked = (secret: string): string =>
  secret.length < SHOWN_FROM ? MASK : MASK + secret.slice(-4)

export const isMasked = (value: string): boolean => value.startsWith(MASK)
