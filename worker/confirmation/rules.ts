/** When a request has to be confirmed from a mail (double opt-in). Pure. */
import type { ClientShop } from '../shop/shop.ts'

/** The country that a shopper is taken to be in: what the network says, or else the shop's. */
export function countryOf(
  shop: Pick<ClientShop, 'country'>,
  network: string | undefined,
): string | undefined {
  // Cloudflare: XX where it does not know, T1 for Tor.
  const known = network !== undefined && /^[A-Z]{2}$/.test(network) && network !== 'XX'
  return known ? network : shop.country
}

/**
 * Whether a request by e-mail has to be confirmed: where any of the countries asks for it. The one
 * that a request names is its phone number's, and people live elsewhere than where they got that.
 */
export function mustConfirm(
  { doubleOptIn, doubleOptInCountries }: ClientShop,
  ...countries: (string | undefined)[]
): boolean {
  return doubleOptIn || doubleOptInCountries.some((country) => countries.includes(country))
}

/**
 * The same of a request over the plain form, which cannot run Turnstile: where the shop wants people
 * told from machines, the mail does that.
 */
export const mustConfirmPlain = (shop: ClientShop, ...countries: (string | undefined)[]): boolean =>
  shop.turnstile !== undefined || mustConfirm(shop, ...countries)
