/** The only way in for product data: entries of the catalogue, and descriptions from product pages. */
import type { CatalogEntry, Product } from '../../shared/product.ts'
import type { SourceEntry, SourceFacts } from '../connectors/sources/entry.ts'
import { forgetAvailability } from '../stock/availability.ts'
import { unpark } from '../outbox/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { namesThatCan } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { patchFacts } from './facts.ts'
import { storeDescriptions, storeEntries } from './store.ts'

/**
 * Stores at most 1,000 different entries. Looks again at people who were held because product data was
 * missing, or because of a condition on it. Gives the number of entries written. `how`: as in `storeEntries`.
 */
export async function receiveEntries(
  env: Env,
  shop: Shop,
  entries: readonly (CatalogEntry | SourceEntry)[],
  now: number,
  how?: 'patch',
): Promise<number> {
  const db = homeOf(env, shop)
  const { written, restocks } = await storeEntries(db, shop, entries, now, how)
  if (written > 0) forgetAvailability(shop.id)
  await enqueueMatches(env, shop.id, restocks)
  // A platform may know the variant now, so rows that it refused for that reason are sent again.
  if (written > 0 && namesThatCan(shop.settings, 'subscribe').length > 0) {
    const skus = [...new Set(entries.map(({ sku }) => sku))]
    await enqueueOutbox(env, shop.id, await unpark(db, shop.id, skus, now))
  }
  return written
}

/** Stores facts of at most 1,000 variants that the catalogue has, with the same effect on people who were held. */
export async function receiveFacts(
  env: Env,
  shop: Shop,
  facts: readonly SourceFacts[],
  now: number,
): Promise<number> {
  const { written, restocks } = await patchFacts(homeOf(env, shop), shop, facts, now)
  if (written > 0) forgetAvailability(shop.id)
  await enqueueMatches(env, shop.id, restocks)
  return written
}

/** Stores at most 1,000 descriptions from pages, with the same effect on people who were held. */
export async function receiveDescriptions(
  env: Env,
  shop: Shop,
  variants: { sku: string; product: Product }[],
  now: number,
  except?: string,
): Promise<void> {
  const { restocks } = await storeDescriptions(homeOf(env, shop), shop, variants, now, except)
  await enqueueMatches(env, shop.id, restocks)
}
