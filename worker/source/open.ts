/** Opens a source of a shop: its secrets in clear, and what it may use of the domain. */
import type { SourceCalls, SourceContext } from '../connectors/sources/contract.ts'
import { type Source, sourceConnector } from '../connectors/sources/list.ts'
import { homeOf } from '../homes/home.ts'
import { writeLog } from '../log/store.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { Shop } from '../shop/shop.ts'
import { openVault } from '../vault.ts'
import { waitedFor } from './waiting.ts'

/** How many ids of skipped events one entry of the log shows. */
const LOGGED_IDS = 20

/** Undefined when the shop's settings have no source of this name. */
export async function openSource(
  env: Env,
  shop: Shop,
  name: string,
): Promise<SourceCalls | undefined> {
  const sealed = shop.settings.sources.find((source) => source.name === name)
  if (!sealed) return
  return openWith(env, shop, await openSecrets(sealed, await openVault(env, shop)))
}

/** Opens a source with these options, which need not be in the shop's settings. */
export function openWith(env: Env, shop: Shop, options: Source): SourceCalls {
  const { oversell } = shop.settings
  return sourceConnector(options).create(
    { ...options, oversell },
    contextOf(env, shop, options.name),
  )
}

function contextOf(env: Env, shop: Shop, source: string): SourceContext {
  const db = homeOf(env, shop)
  return {
    env,
    shop,
    db,
    waitedFor: (after, limit) => waitedFor(db, shop.id, after, limit),
    async logSkipped(ids) {
      const detail = { source, count: ids.length, events: ids.slice(0, LOGGED_IDS) }
      await writeLog(db, shop.id, 'source_skipped', detail)
    },
  }
}
