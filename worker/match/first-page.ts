/**
 * Before the first message about a SKU that the catalogue lacks, the shop's own page is read for it,
 * once a day: what a form said about the product is a stranger's word. It holds up a restock for
 * `FIRST_PAGE_MS` at most and never stops it: without a page, the form's words are used, made harmless.
 */
import { receiveDescriptions } from '../catalog/receive.ts'
import { storeNoDescription } from '../catalog/store.ts'
import { isLoopback } from '../connectors/public-address.ts'
import { describeOnce } from '../connectors/sources/page/read-once.ts'
import { isLocal } from '../env.ts'
import { DAY_MS, FIRST_PAGE_MS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import type { Shop } from '../shop/shop.ts'
import { namedAddresses } from '../subscription/named.ts'
import type { Restock } from './lease.ts'

/** Reads the page of a SKU if it is not known what the product is. `now`: milliseconds since 1970. */
export async function readFirstPage(
  env: Env,
  db: D1Database,
  shop: Shop,
  { id, sku }: Restock,
  now: number,
): Promise<void> {
  const { origins } = shop.settings
  // Local development needs no network.
  const mayRead = (url: URL) =>
    origins.includes(url.origin) && (!isLocal(env) || isLoopback(url.hostname))
  const named = await namedUnlessKnown(db, shop.id, sku, now - DAY_MS)
  const url = named.find((one) => URL.canParse(one) && mayRead(new URL(one)))
  if (!url) return
  const reading = describeOnce(env, { sku, url }, origins, now).catch((error: unknown) => {
    logLine('error', 'first_page_failed', { shop: shop.id, error: errorName(error) })
    return undefined
  })
  const product = await Promise.race([reading, after(FIRST_PAGE_MS)])
  if (product) await receiveDescriptions(env, shop, [{ sku, product }], now, id)
  else await storeNoDescription(db, shop.id, sku, now)
}

const after = (ms: number) =>
  new Promise<undefined>((wake) => void setTimeout(() => wake(undefined), ms))

/** The addresses that people named; none if the catalogue has the SKU, or its page was read lately. */
async function namedUnlessKnown(
  db: D1Database,
  shopId: string,
  sku: string,
  readBefore: number,
): Promise<string[]> {
  const row = await db
    .prepare(
      `SELECT CASE WHEN EXISTS (SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = ?2)
         OR EXISTS (SELECT 1 FROM page_product d
           WHERE d.shop_id = ?1 AND d.sku = ?2 AND (d.data IS NOT NULL OR d.read_at > ?3))
       THEN '[]' ELSE ${namedAddresses('?1', '?2')} END AS named`,
    )
    .bind(shopId, sku, readBefore)
    .first<{ named: string }>()
  return JSON.parse(row?.named ?? '[]') as string[]
}
