/** When a person has to confirm a request from a mail (double opt-in). Pure. */
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
 * Whether a request by e-mail has to be confirmed: if the shop always asks, or if any of
 * `countries` is in its list. Callers pass both the visitor's country and that of the phone number,
 * because people keep their number when they move.
 */
export function mustConfirm(
  { doubleOptIn, doubleOptInCountries }: ClientShop,
  ...countries: (string | undefined)[]
): boolean {
  return doubleOptIn || doubleOptInCountries.some((country) => countries.includes(country))
}
