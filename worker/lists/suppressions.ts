/** Suppresses the addresses of a piece of a list, and cancels what their people wait for. */
import type { AddressIndex } from '../address/find.ts'
import { write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import type { Shop } from '../shop/shop.ts'
import { suppressAddress, type SuppressionReason } from '../suppression/store.ts'

/** An address to suppress. `at`: milliseconds since 1970. */
export interface Suppress extends AddressIndex {
  channel: '' | 'email'
  reason: SuppressionReason
  at?: number | undefined
}

// A reason that a shop may lift gives way to one that it may not, as in `suppressAddress`.
const INSERT = `INSERT INTO suppression (shop_id, address_index, channel, reason, at)
  SELECT ?1, j.value ->> 'index', j.value ->> 'channel', j.value ->> 'reason',
    coalesce(j.value ->> 'at', ?3)
  FROM json_each(?2) j WHERE true
  ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at
  WHERE reason IN ('person', 'shop') AND excluded.reason NOT IN ('person', 'shop')`

// Of a number, any person who gave it may wait.
const CONCERNED = `SELECT j.value ->> 'index' AS id FROM json_each(?2) j
  WHERE EXISTS (SELECT 1 FROM contact k WHERE k.id = j.value ->> 'index' AND k.shop_id = ?1)
    OR EXISTS (SELECT 1 FROM alias a
      WHERE a.shop_id = ?1 AND a.address_index = j.value ->> 'index')`

/**
 * Suppresses the addresses, each as `suppressAddress` does if the shop knows the person; of all others the
 * list is all there is. May be repeated. `now`: milliseconds since 1970.
 */
export async function suppressPiece(
  env: Env,
  shop: Shop,
  addresses: readonly Suppress[],
  now: number,
): Promise<void> {
  if (addresses.length === 0) return
  const db = homeOf(env, shop)
  const json = JSON.stringify(addresses)
  const { results } = await db.prepare(CONCERNED).bind(shop.id, json).all<{ id: string }>()
  const known = new Set(results.map(({ id }) => id))
  for (const one of addresses.filter(({ index }) => known.has(index))) {
    // oxlint-disable-next-line no-await-in-loop -- each is a transaction of D1, which does one at a time
    await suppressAddress(env, shop, one, one.reason, one.at ?? now)
  }
  await write(db, [db.prepare(INSERT).bind(shop.id, json, now)])
}

/** How many of the addresses are suppressed already, in this channel. */
export async function isSuppressedNow(
  db: D1Database,
  shopId: string,
  addresses: readonly Suppress[],
): Promise<number> {
  if (addresses.length === 0) return 0
  const row = await db
    .prepare(
      `SELECT count(*) AS n FROM json_each(?2) j JOIN suppression x ON x.shop_id = ?1
         AND x.address_index = j.value ->> 'index' AND x.channel = j.value ->> 'channel'`,
    )
    .bind(shopId, JSON.stringify(addresses))
    .first<{ n: number }>()
  return row?.n ?? 0
}
