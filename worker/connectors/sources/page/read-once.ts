/** Reads the description of a SKU from its product page, and no stock. */
import type { Product } from '../../../../shared/product.ts'
import { describedIn } from './describe.ts'
import type { WantedSku } from './linked-data.ts'
import { readPage } from './read-page.ts'
import { readRobots } from './robots.ts'

/**
 * The description of a SKU on a page; undefined if it has none, cannot be read, or robots.txt
 * forbids it. `isOwn`: whether an address is the shop's. Redirects to other addresses are not
 * followed.
 */
export async function describeOnce(
  env: Env,
  { sku, url }: WantedSku,
  isOwn: (url: URL) => boolean,
): Promise<Product | undefined> {
  const rules = await readRobots(env, new URL(url).origin)
  if (!rules.isKnown || !rules.allows(url)) return undefined
  const reading = await readPage(env, url, undefined, isOwn)
  return reading.kind === 'read'
    ? describedIn(reading.offers, { sku, url }, isOwn)?.product
    : undefined
}
