/** What a shop's settings must fulfil beyond their shape. Pure. */
import type { Channel } from '../../shared/text.ts'
import { connectorOf, type Destination } from '../connectors/destinations/list.ts'
import { isPublicHttps } from '../connectors/public-address.ts'
import type { SourceConnector } from '../connectors/sources/contract.ts'
import { SOURCES } from '../connectors/sources/list.ts'
import type { Source } from '../connectors/sources/union.ts'
import { turnstileFaults } from '../connectors/turnstile/rules.ts'
import { done, invalid, type Result } from '../result.ts'
import { primary, tellingCalls, tells } from '../shop/rules.ts'
import type { ShopSettings } from '../shop/settings.ts'
import { canHold } from './satisfiable.ts'

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
