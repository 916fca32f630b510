/** All catalogue entries come in here: from the API, from sources and from webhooks. */
import type { CatalogEntry } from '../../shared/product.ts'
import { write } from '../homes/d1.ts'
import { unpark } from '../outbox/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { namesThatCan } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { startedRestocks, startRestocks } from '../restock/start.ts'
import { storeEntries } from './store.ts'

/**
 * Stores at most 1,000 different entries. If any of them is new or changed, it starts restocks for
 * people who were held because the product was unknown. Gives the number of entries written.
 */
export async function receiveEntries(
  env: Env,
  shop: Shop,
  entries: CatalogEntry[],
  now: number,
): Promise<number> {
  const db = homeOf(env, shop)
  const written = await storeEntries(db, shop.id, entries, now)
  if (written > 0) {
    const skus = [...new Set(entries.map(({ sku }) => sku))]
    const [restocked] = await write(db, [startRestocks(db, shop, skus, now)])
    await enqueueMatches(env, shop.id, startedRestocks(restocked))
    // Rows that wait because a platform did not know the variant may succeed now.
    if (namesThatCan(shop.settings, 'subscribe').length > 0) {
      await enqueueOutbox(env, shop.id, await unpark(db, shop.id, skus, now))
    }
  }
  return written
}
