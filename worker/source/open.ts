/** The calls of a source of a shop, with its secrets in clear for the moment of their use. */
import type { Shop } from '../shop/shop.ts'
import { openSecrets } from '../shop/secrets.ts'
import { homeOf } from '../homes/home.ts'
import { openVault } from '../vault.ts'
import { sourceCalls } from '../connectors/sources/list.ts'
import type { SourceCalls } from '../connectors/sources/contract.ts'

/** Undefined where the shop's settings have no source of this name. */
export async function openSource(
  env: Env,
  shop: Shop,
  name: string,
): Promise<SourceCalls | undefined> {
  const sealed = shop.settings.sources.find((source) => source.name === name)
  if (!sealed) return
  const options = await openSecrets(sealed, await openVault(env, shop.id))
  return sourceCalls(options, { env, shop, db: homeOf(env, shop) })
}
