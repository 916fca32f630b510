/** What a shop's settings must fulfil beyond their shape, and how their secrets are shown. */
import { canHold } from './satisfiable.ts'
import type { Destination, ShopSettings } from '../../shared/shop.ts'
import type { Source } from '../../shared/source.ts'
import type { Channel } from '../../shared/text.ts'
import { CONNECTORS, OWN_MAIL } from '../destinations/list.ts'
import { done, invalid, type Result } from '../problem.ts'
import { SOURCES } from '../sources/list.ts'
import type { SourceConnector } from '../sources/source.ts'
import { isPublicHttps } from './public-address.ts'
import type { ClientShop, Shop } from './shop.ts'

/** The channels that a destination of a shop serves. */
export const channelsOf = (destination: Destination): Channel[] =>
  destination.type === 'email' ? ['email'] : destination.channels

/** The destinations that send messages of the shop's own list, by channel. */
export function notifiersOf(settings: ShopSettings): { name: string; channel: Channel }[] {
  return settings.destinations
    .filter((destination) => CONNECTORS[destination.type].can.includes('notify'))
    .flatMap((destination) =>
      channelsOf(destination).map((channel) => ({ name: destination.name, channel })),
    )
}

export function clientShop({ id, database, settings }: Shop): ClientShop {
  const { name, origins, defaultLocale, country, channels, catalog, consent } = settings
  const relays = settings.destinations
    .filter((destination) => CONNECTORS[destination.type].can.includes('subscribe'))
    .map((destination) => ({ name: destination.name, channels: channelsOf(destination) }))
  const confirmer = settings.destinations.find(
    (destination) =>
      CONNECTORS[destination.type].can.includes('confirm') &&
      channelsOf(destination).includes('email'),
  )
  return {
    id,
    database,
    name,
    origins,
    defaultLocale,
    ...(country && { country }),
    channels,
    catalog,
    ...(consent && { consent }),
    threshold: settings.rules.threshold,
    doubleOptIn: settings.doubleOptIn,
    doubleOptInCountries: settings.doubleOptInCountries,
    confirmer: confirmer?.name ?? OWN_MAIL,
    relays,
  }
}

/** Settings of the right shape that would still not work, each with a pointer to what to mend. */
export function checkSettings(settings: ShopSettings, local: boolean): Result<ShopSettings> {
  const faults: [string, string][] = []
  const names = new Set<string>()
  const served = new Set<Channel>()
  for (const [index, destination] of settings.destinations.entries()) {
    const at = `/destinations/${index}`
    if (names.has(destination.name)) faults.push([`${at}/name`, 'destination_repeated'])
    names.add(destination.name)
    for (const channel of channelsOf(destination)) {
      if (served.has(channel)) faults.push([at, 'told_twice'])
      served.add(channel)
    }
    if (destination.type === 'klaviyo') {
      if (!destination.privateKey && !destination.companyId) faults.push([at, 'key_required'])
      if (!local && !isPublicHttps(destination.baseUrl)) {
        faults.push([`${at}/baseUrl`, 'url_not_public'])
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
  const { conditions, threshold } = settings.rules
  if (conditions && !canHold(conditions, threshold)) {
    faults.push(['/rules/conditions', 'never_true'])
  }
  for (const [index, channel] of settings.channels.entries()) {
    if (!served.has(channel)) faults.push([`/channels/${index}`, 'channel_without_destination'])
  }
  return faults.length > 0 ? invalid(faults) : done(settings)
}

const MASK = '••••'

/** The options of a destination or a source that are write-only. */
export const secretsOf = ({ type }: Destination | Source): readonly string[] =>
  ({ ...CONNECTORS, ...SOURCES })[type].secrets

/** A secret as it is read back: `••••1234`. */
export const masked = (secret: string): string => MASK + secret.slice(-4)

export const isMasked = (value: string): boolean => value.startsWith(MASK)
