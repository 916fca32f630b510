/** Reads the description of a SKU from its product page, and no stock. */
import type { Product } from '../../../../shared/product.ts'
import { describedIn, type WantedSku } from './find.ts'
import { fetchPage } from './read-page.ts'
import { readRobots } from './robots.ts'

/**
 * The description of a SKU on a page; undefined if it has none, cannot be read, or robots.txt
 * forbids it. `origins`: the shop's. Redirects to others are not followed. `now`: milliseconds since
 * 1970.
 */
export async function describeOnce(
  env: Env,
  { sku, url }: WantedSku,
  origins: readonly string[],
  now: number,
): Promise<Product | undefined> {
  const rules = await readRobots(env, new URL(url).origin)
  if (!rules.isKnown || !rules.allows(url)) return undefined
  const page = await fetchPage(env, { url, origins, now })
  const isOwn = ({ origin }: URL) => origins.includes(origin)
  return page.kind === 'read' ? describedIn(page.reading, { sku, url }, isOwn) : undefined
}
