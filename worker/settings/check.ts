/** Checks of a shop's settings that its schema cannot say. Pure. */
import type { Channel } from '../../shared/text.ts'
import { connectorOf, type Destination } from '../connectors/destinations/list.ts'
import { isPublicHttps } from '../connectors/public-address.ts'
import { sourceConnector } from '../connectors/sources/list.ts'
import { turnstileFaults } from '../connectors/turnstile/rules.ts'
import { done, invalid, type Result } from '../result.ts'
import { primary, notifyingCalls, notifyingChannels } from '../shop/rules.ts'
import type { ShopSettings } from '../shop/settings.ts'
import { canHold } from './satisfiable.ts'

/**
 * Gives the settings, or all faults in them, each with a pointer. `local`: allow loopback servers.
 */
export function checkSettings(settings: ShopSettings, local: boolean): Result<ShopSettings> {
  const faults: [string, string][] = []
  const names = new Set<string>()
  const notified = new Set<Channel>()
  const first = new Set(primary(settings))
  for (const [index, destination] of settings.destinations.entries()) {
    const at = `/destinations/${index}`
    const connector = connectorOf(destination)
    if (names.has(destination.name)) faults.push([`${at}/name`, 'destination_repeated'])
    names.add(destination.name)
    if (first.has(destination)) {
      for (const channel of connector.tells(destination)) {
        if (notified.has(channel)) faults.push([at, 'told_twice'])
        notified.add(channel)
      }
    }
    if (!hasFittingFallback(destination, settings))
      faults.push([`${at}/fallback`, 'fallback_unfit'])
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
    const connector = sourceConnector(source)
    for (const field of connector.addresses) {
      const address = (source as Record<string, unknown>)[field]
      if (typeof address === 'string' && !local && !isPublicHttps(address)) {
        faults.push([`${at}/${field}`, 'url_not_public'])
      }
    }
    for (const [pointer, code] of connector.faults?.(source, settings) ?? []) {
      faults.push([at + pointer, code])
    }
  }
  if (settings.turnstile) faults.push(...turnstileFaults(settings.turnstile, local))
  const { conditions, threshold } = settings.rules
  if (conditions && !canHold(conditions, threshold)) {
    faults.push(['/rules/conditions', 'never_true'])
  }
  for (const [index, channel] of settings.channels.entries()) {
    if (!notified.has(channel)) faults.push([`/channels/${index}`, 'channel_without_destination'])
  }
  return faults.length > 0 ? invalid(faults) : done(settings)
}

/**
 * Whether the fallback exists, has no fallback itself, and makes the same calls over the same
 * channels.
 */
function hasFittingFallback(
  { name, fallback, ...options }: Destination,
  { destinations }: ShopSettings,
) {
  if (fallback === undefined) return true
  const other = destinations.find((one) => one.name === fallback)
  if (!other || other.name === name || other.fallback !== undefined) return false
  const replaced = { name, ...options } as Destination
  const calls = notifyingCalls(replaced)
  const able = notifyingCalls(other)
  return (
    calls.length > 0 &&
    calls.every((call) => able.includes(call)) &&
    notifyingChannels(replaced).every((channel) => notifyingChannels(other).includes(channel))
  )
}
