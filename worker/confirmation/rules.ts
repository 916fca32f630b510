/** When a person has to confirm an address (double opt-in), and how a link names it. Pure. */
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { CHANNELS_WITH_ADDRESS } from '../address/channels.ts'
import type { SealedAddresses } from '../address/sealed.ts'
import type { ClientShop } from '../shop/shop.ts'

/** The country of the visitor: `network` (Cloudflare's CF-IPCountry) if known, else the shop's. */
export function countryOf(
  shop: Pick<ClientShop, 'country'>,
  network: string | undefined,
): string | undefined {
  // Cloudflare says XX when it does not know the country, and T1 for Tor.
  const known = network !== undefined && /^[A-Z]{2}$/.test(network) && network !== 'XX'
  return known ? network : shop.country
}

/**
 * Whether a form may ask a visitor for a phone number. It may not if the number would need a
 * confirmation that no destination of the shop can send.
 */
export const mayAskForNumber = (shop: ClientShop, country: string | undefined): boolean =>
  shop.confirmers.phone !== undefined || !mustConfirm(shop, country)

/** An address that the person can be asked to confirm. */
export interface Ask {
  kind: 'email' | 'phone'
  /** A channel that uses the address, and its index. */
  channel: Channel
  index: string
  /** The destination that sends the message. */
  destination: string
}

/**
 * The addresses that a person may be asked to confirm, each with the destination that asks. All
 * channels by phone use the same number.
 */
export function asksFor(addresses: SealedAddresses, confirmers: ClientShop['confirmers']): Ask[] {
  const asks = CHANNELS_WITH_ADDRESS.flatMap((channel): Ask[] => {
    const index = addresses[channel]?.index
    const kind = CHANNELS[channel] === 'email' ? 'email' : 'phone'
    const destination = confirmers[kind]
    return index && destination ? [{ kind, channel, index, destination }] : []
  })
  return asks.filter(({ index }, at) => asks.findIndex((one) => one.index === index) === at)
}

/** The address that a link confirms. */
export interface Confirmable {
  kind: 'email' | 'phone'
  index: string
}

/** How a link names the address that it confirms. */
export const aboutAddress = ({ kind, index }: Confirmable): string => `${kind}:${index}`

/** Reads what `aboutAddress` wrote; undefined for anything else. */
export function addressIn(about: string | undefined): Confirmable | undefined {
  const [, kind, index] = /^(email|phone):(.+)$/.exec(about ?? '') ?? []
  return kind && index ? { kind: kind === 'email' ? 'email' : 'phone', index } : undefined
}

/**
 * Whether a request has to be confirmed: the shop always asks, or one of `countries` is in its
 * list. Callers pass the country of the visitor and that of the phone number: people keep their
 * number when they move.
 */
export function mustConfirm(
  { doubleOptIn, doubleOptInCountries }: ClientShop,
  ...countries: (string | undefined)[]
): boolean {
  return doubleOptIn || doubleOptInCountries.some((country) => countries.includes(country))
}
