/** When a request has to be confirmed from a mail (double opt-in). Pure. */
import type { ClientShop } from '../shop/shop.ts'

/** The country that a request is taken to be from: what it says, what the network says, the shop's. */
export function countryOf(
  shop: Pick<ClientShop, 'country'>,
  said: string | undefined,
  network: string | undefined,
): string | undefined {
  // Cloudflare: XX where it does not know, T1 for Tor.
  const known = network !== undefined && /^[A-Z]{2}$/.test(network) && network !== 'XX'
  return said ?? (known ? network : shop.country)
}

/** Whether a request by e-mail from a country has to be confirmed. */
export function mustConfirm(
  { doubleOptIn, doubleOptInCountries }: ClientShop,
  country: string | undefined,
): boolean {
  return doubleOptIn || (country !== undefined && doubleOptInCountries.includes(country))
}
