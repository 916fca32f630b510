/** Checks of a shop's settings that its schema cannot say. Pure. */
import { CHANNELS } from '../../shared/channels.ts'
import type { Channel } from '../../shared/text.ts'
import type {
  Connector,
  Faults,
  Granted,
  Neighbour,
  OptionsSchema,
} from '../connectors/contract.ts'
import { connectorOf, type Destination } from '../connectors/destinations/list.ts'
import { isPublicHttps } from '../connectors/public-address.ts'
import { sourceConnector } from '../connectors/sources/list.ts'
import { turnstileFaults } from '../connectors/turnstile/rules.ts'
import { SETTINGS_BYTES } from '../limits.ts'
import { lookFaults } from '../message/look.ts'
import { done, invalid, type Result } from '../result.ts'
import {
  confirmersOf,
  primary,
  notifyingCalls,
  notifyingChannels,
  smsCountriesOf,
} from '../shop/rules.ts'
import { DIALECT_CHANNELS, type DialectName, declaredTexts } from '../shop/dialects.ts'
import type { Rules, ShopSettings } from '../shop/settings.ts'
import { utf8 } from '../utf8.ts'
import { canHold } from './satisfiable.ts'

/**
 * Gives the settings, or all faults in them, each with a pointer. `local`: allow loopback servers.
 * `granted`: what the owner of the Worker allows the shop.
 */
export function checkSettings(
  settings: ShopSettings,
  local: boolean,
  granted: Granted,
): Result<ShopSettings> {
  const faults: [string, string][] = []
  const names = new Set<string>()
  const notified = new Set<Channel>()
  const first = new Set(primary(settings))

  // What a destination and a source have in common.
  const check = (
    at: string,
    part: Neighbour,
    connector: Connector<OptionsSchema, string>,
    repeated: string,
  ) => {
    if (names.has(part.name)) faults.push([`${at}/name`, repeated])
    names.add(part.name)
    for (const [pointer, code] of partFaults(part, connector, settings, local, granted)) {
      faults.push([at + pointer, code])
    }
  }

  for (const [index, origin] of local ? [] : settings.origins.entries()) {
    // Anybody can have a page at such an address.
    if (!isPublicHttps(origin)) faults.push([`/origins/${index}`, 'origin_not_public'])
  }
  for (const [index, destination] of settings.destinations.entries()) {
    const at = `/destinations/${index}`
    check(at, destination, connectorOf(destination), 'destination_repeated')
    for (const channel of first.has(destination) ? notifyingChannels(destination) : []) {
      if (notified.has(channel)) faults.push([at, 'told_twice'])
      notified.add(channel)
    }
    if (!hasFittingFallback(destination, settings))
      faults.push([`${at}/fallback`, 'fallback_unfit'])
  }
  for (const [index, source] of settings.sources.entries()) {
    check(`/sources/${index}`, source, sourceConnector(source), 'name_repeated')
  }
  if (settings.identify && !settings.identify.secret) {
    faults.push(['/identify/secret', 'missing'])
  }
  if (settings.lastWord) {
    const { url, secret } = settings.lastWord
    if (!secret) faults.push(['/lastWord/secret', 'missing'])
    if (!local && !isPublicHttps(url)) faults.push(['/lastWord/url', 'url_not_public'])
  }
  if (settings.turnstile) faults.push(...turnstileFaults(settings.turnstile, local))
  const usesNumbers = settings.channels.some((channel) => CHANNELS[channel] === 'phone')
  if (usesNumbers && smsCountriesOf(settings).length === 0) {
    faults.push(['/smsCountries', 'missing'])
  }
  if (!canEverHold(settings.rules)) {
    faults.push(['/rules/conditions', 'never_true'])
  }
  const byPhone = settings.channels.some((channel) => CHANNELS[channel] === 'phone')
  if (byPhone && !confirmersOf(settings).phone) {
    if (settings.doubleOptIn) faults.push(['/doubleOptIn', 'confirmer_missing'])
    if (settings.turnstile?.whenDown === 'confirm') {
      faults.push(['/turnstile/whenDown', 'confirmer_missing'])
    }
  }
  if (settings.acknowledge && !settings.channels.includes('email')) {
    faults.push(['/acknowledge', 'email_not_offered'])
  }
  faults.push(...undeclaredWords(settings))
  if (utf8(JSON.stringify(settings)).length > SETTINGS_BYTES)
    faults.push(['', 'settings_too_large'])
  if (settings.look) faults.push(...lookFaults(settings.look, settings))
  for (const [index, channel] of settings.channels.entries()) {
    if (!notified.has(channel)) faults.push([`/channels/${index}`, 'channel_without_destination'])
  }
  return faults.length > 0 ? invalid(faults) : done(settings)
}

/** Whether the conditions of some rules can hold at any level that is sellable for some product. */
export function canEverHold({ conditions, threshold, products }: Rules): boolean {
  const lowest = Math.min(threshold, ...products.flatMap((rule) => rule.threshold ?? []))
  return !conditions || canHold(conditions, lowest)
}

/**
 * A dialect needs the shop's words for each channel that its callers can ask for: in the default locale,
 * because other languages fall back to it.
 */
const undeclaredWords = ({ dialects, channels, defaultLocale }: ShopSettings): Faults =>
  (Object.keys(dialects) as DialectName[]).flatMap((name): Faults => {
    const words = dialects[name]?.consent
    if (!words) return []
    const asked = DIALECT_CHANNELS[name].filter((channel) => channels.includes(channel))
    const texts = declaredTexts(words, defaultLocale, defaultLocale)
    const isComplete = asked.every((channel) => texts[channel])
    return isComplete ? [] : [[`/dialects/${name}/consent/texts`, 'dialect_words_missing']]
  })

/** The faults of a source or a destination by itself, each with a pointer within it. */
export const partFaults = (
  part: Neighbour,
  { addresses, faults }: Connector<OptionsSchema, string>,
  settings: ShopSettings,
  local: boolean,
  granted: Granted,
): Faults => [
  ...(local ? [] : addresses).flatMap((field): Faults => {
    const address = part[field]
    const isFaulty = typeof address === 'string' && !isPublicHttps(address)
    return isFaulty ? [[`/${field}`, 'url_not_public']] : []
  }),
  ...(faults?.(part, settings, granted) ?? []),
]

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
