/** Reads one product page for what it says about a SKU, and for nothing else. */
import type { Product } from '../../../../shared/product.ts'
import { describedIn } from './describe.ts'
import type { WantedSku } from './linked-data.ts'
import { readPage } from './read-page.ts'
import { readRobots } from './robots.ts'

/**
 * What a page says about a SKU; undefined if it says nothing, cannot be read, or robots.txt forbids it.
 * `isOwn`: whether an address is the shop's; a redirect leads nowhere else.
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
