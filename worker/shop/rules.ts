/** What follows from a shop's settings: which destinations do what. Pure. */
import type { ShopSettings } from './settings.ts'
import { reads } from '../../shared/condition-reads.ts'
import { Channel } from '../../shared/text.ts'
import type { News } from '../connectors/destinations/call.ts'
import type { Capability } from '../connectors/destinations/contract.ts'
import { connectorOf, type Destination, OWN_MAIL } from '../connectors/destinations/list.ts'
import { sourceConnector } from '../connectors/sources/list.ts'
import { channelBits } from '../address/channels.ts'
import { offersOf, thresholdsOf } from './rule-parameter.ts'
import { CLIENT_SETTINGS, type ClientSettings, type ClientShop, type Shop } from './shop.ts'

/** The destinations that are no fallback of another one: they are called first. */
export const primary = ({ destinations }: ShopSettings): Destination[] => {
  const fallbacks = new Set(destinations.flatMap(({ fallback }) => fallback ?? []))
  return destinations.filter(({ name }) => !fallbacks.has(name))
}

const primaryThatCan = (settings: ShopSettings, capability: Capability): Destination[] =>
  primary(settings).filter((one) => connectorOf(one).can(one).includes(capability))

/** The channels over which a destination notifies people. */
export const notifyingChannels = (destination: Destination) =>
  connectorOf(destination).tells(destination)

/** The destinations that send messages to the shop's own list: one entry for each channel. */
export const notifiersOf = (settings: ShopSettings): { name: string; channel: Channel }[] =>
  primaryThatCan(settings, 'notify').flatMap((one) =>
    notifyingChannels(one).map((channel) => ({ name: one.name, channel })),
  )

/** The calls with which a destination itself writes to a person. */
const MESSAGES: ReadonlySet<Capability> = new Set([
  'notify',
  'remind',
  'confirm',
  'acknowledge',
  'list',
  'move',
  'close',
  'notice',
])

/**
 * The calls that make a destination write to people. Only these calls move to a fallback.
 * `subscribe` is one of them if the destination is a platform that notifies the people it took
 * over.
 */
export function notifyingCalls(destination: Destination): Capability[] {
  const can = connectorOf(destination).can(destination)
  const relays = !can.includes('notify') && notifyingChannels(destination).length > 0
  return can.filter((one) => MESSAGES.has(one) || (one === 'subscribe' && relays))
}

/** The platforms that notify the people whose subscriptions they took over, with their channels. */
export const platformsOf = (settings: ShopSettings): { name: string; channels: Channel[] }[] =>
  settings.destinations
    .filter((one) => notifyingCalls(one).includes('subscribe'))
    .map((one) => ({ name: one.name, channels: [...notifyingChannels(one)] }))

/** Whether every level above the threshold notifies the people who wait, also one that was known before. */
export const restocksOnUpdates = ({ rules, dialects }: ShopSettings): boolean =>
  (rules.restockOn ?? (dialects.voyado ? 'every_update' : 'change')) === 'every_update'

/** The names of the destinations whose messages can be about several products, fallbacks included. */
export const joinersOf = ({ destinations }: ShopSettings): string[] =>
  destinations.filter((one) => connectorOf(one).joins).map(({ name }) => name)

/** The names of the destinations that can remind people, fallbacks included; none if the shop sends no reminders. */
export const reminding = ({ destinations, reminders }: ShopSettings): string[] =>
  reminders
    ? destinations
        .filter((one) => connectorOf(one).can(one).includes('remind'))
        .map(({ name }) => name)
    : []

/** The names of the destinations that take stock levels. A fallback needs them as well. */
export const stockReceivers = (settings: ShopSettings): string[] =>
  settings.destinations
    .filter((one) => connectorOf(one).can(one).includes('updateStock'))
    .map(({ name }) => name)

/**
 * The destinations to which cancellations are sent, fallbacks included. `onlyListens`: it hears of
 * every cancellation, also of subscriptions that it did not take over.
 */
export const cancellationReceivers = (
  settings: ShopSettings,
): { name: string; onlyListens: 0 | 1 }[] =>
  settings.destinations.flatMap((one) => {
    const connector = connectorOf(one)
    const can = connector.can(one)
    if (!can.includes('cancel')) return []
    const onlyListens = connector.listens?.(one) && !can.includes('subscribe')
    return { name: one.name, onlyListens: onlyListens ? 1 : 0 }
  })

/** The names of the destinations that can do something; fallbacks are left out. */
export const namesThatCan = (settings: ShopSettings, capability: Capability): string[] =>
  primaryThatCan(settings, capability).map(({ name }) => name)

/** The names of the destinations that want news of a type; fallbacks are left out. */
export const announcersOf = (settings: ShopSettings, type: News['type']): string[] =>
  primary(settings)
    .filter((one) => connectorOf(one).announces?.(one).includes(type))
    .map(({ name }) => name)

/** The destinations that take subscriptions, with the channels of each. */
const relaysOf = (settings: ShopSettings): ClientShop['relays'] =>
  primaryThatCan(settings, 'subscribe').map((one) => {
    const listens = connectorOf(one).listens?.(one) ?? false
    return {
      name: one.name,
      channels: listens ? [...Channel.options] : [...notifyingChannels(one)],
      listens,
    }
  })

/** The destinations that take consents to marketing without a product, with the channels of each. */
const consentTakersOf = (settings: ShopSettings): ClientShop['consentTakers'] =>
  primaryThatCan(settings, 'consent').map((one) => ({
    name: one.name,
    channels: [...(connectorOf(one).records?.(one) ?? [])],
  }))

/** The countries whose numbers may be written to: the shop's own if it names no others. */
export const smsCountriesOf = ({
  smsCountries,
  country,
}: Pick<ShopSettings, 'smsCountries' | 'country'>): string[] =>
  smsCountries ?? (country ? [country] : [])

/** The country that a form preselects for a number: `here` or the shop's own, if it is offered. */
export const preselectedOf = (
  shop: Pick<ShopSettings, 'smsCountries' | 'country'>,
  here: string | undefined,
): string | undefined =>
  [here, shop.country].find((one) => one !== undefined && smsCountriesOf(shop).includes(one))

/** Whether the SMS of the shop's own list are stopped by a link. */
export function stopsSmsByLink(settings: ShopSettings): boolean {
  const sender = primaryThatCan(settings, 'notify').find((one) =>
    notifyingChannels(one).includes('sms'),
  )
  return sender !== undefined && (connectorOf(sender).stopsByLink?.(sender) ?? false)
}

/** The destinations that send confirmations. A fallback is better than none. */
export function confirmersOf(settings: ShopSettings): ClientShop['confirmers'] {
  const able = [...primary(settings), ...settings.destinations].filter((one) =>
    connectorOf(one).can(one).includes('confirm'),
  )
  const over = (channel: Channel) =>
    able.find((one) => notifyingChannels(one).includes(channel))?.name
  const phone = over('sms')
  return { email: over('email') ?? OWN_MAIL, ...(phone && { phone }) }
}

/** The part of a shop that answering a shopper needs. */
export function clientShop({ id, dataKey, database, settings, standardTexts }: Shop): ClientShop {
  const offers = offersOf(settings)
  const own = CLIENT_SETTINGS.map((setting) => [setting, settings[setting]])
  return {
    ...(Object.fromEntries(own) as ClientSettings),
    id,
    dataKey,
    database,
    standardTexts,
    ...(stopsSmsByLink(settings) && { stopSmsBy: 'link' }),
    threshold: thresholdsOf(settings),
    ...(offers !== null && { offers }),
    readers: settings.sources
      .filter((one) => sourceConnector(one).readsAll)
      .map(({ name }) => name),
    ...(reads(settings.rules.conditions, 'contact') && { comparesPeople: true }),
    confirmers: confirmersOf(settings),
    relays: relaysOf(settings),
    consentTakers: consentTakersOf(settings),
  }
}

/** The destinations that a shop relays to, with their channels as bits. */
export const relayBits = ({ relays }: Pick<ClientShop, 'relays'>) =>
  relays.map((one) => ({ ...one, channels: channelBits(one.channels) }))

/** The destinations that take consents to marketing, with their channels as bits. */
export const consentTakerBits = ({ consentTakers }: Pick<ClientShop, 'consentTakers'>) =>
  consentTakers.map(({ name, channels }) => ({ name, channels: channelBits(channels) }))
