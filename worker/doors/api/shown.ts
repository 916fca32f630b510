/** A shop as the API shows it: secrets are masked, except the key in the address of the feed. */
import { maskSecrets } from '../../shop/secrets.ts'
import type { ShopSettings } from '../../shop/settings.ts'
import type { Shop } from '../../shop/shop.ts'
import type { Vault } from '../../vault.ts'

/** The id, the public key and the settings of a shop. */
export async function shown(env: Env, { id, publicKey, settings }: Shop, vault: Vault) {
  const masked = await maskSecrets(settings, vault)
  const destinations: ShopSettings['destinations'] = masked.destinations.map((one) =>
    one.type === 'klaviyo' && one.feedKey
      ? { ...one, feedKey: feedAddress(env, publicKey, one.feedKey) }
      : one,
  )
  return { id, publicKey, settings: { ...masked, destinations } }
}

/** The address of a shop's feed with its key, for Klaviyo's form. */
export const feedAddress = (env: Env, publicKey: string, feedKey: string): string =>
  `${env.PUBLIC_URL}/feeds/${publicKey}/klaviyo.json?key=${feedKey}`
