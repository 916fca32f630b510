/** Keeps the rows of a shop's sources equal to its settings. */
import type { Source } from '../connectors/sources/list.ts'
import { write } from '../homes/d1.ts'
import { MINUTE_MS } from '../limits.ts'
import type { Shop } from '../shop/shop.ts'
import { sha256 } from '../vault.ts'
import { silentAt } from './rules.ts'

/**
 * Writes a row for each source in the settings, and removes all others. A source whose options
 * changed, or whose shop changed `oversell`, loses its cursor and is polled at once; an unchanged
 * one keeps its state.
 */
export async function syncSources(db: D1Database, shop: Shop, now: number): Promise<void> {
  const wanted = await Promise.all(
    shop.settings.sources.map(async (source: Source) => ({
      name: source.name,
      // What the shop's choice changes is in no cursor, so the source begins anew.
      options: await sha256(JSON.stringify([source, shop.settings.oversell])),
      everyMs: source.everyMinutes * MINUTE_MS,
      silentAt: silentAt(source.everyMinutes * MINUTE_MS, now),
    })),
  )
  const json = JSON.stringify(wanted)
  await write(db, [
    db
      .prepare(
        `DELETE FROM source WHERE shop_id = ?1 AND NOT EXISTS (
           SELECT 1 FROM json_each(?2) j
           WHERE j.value ->> 'name' = source.name AND j.value ->> 'options' = source.options)`,
      )
      .bind(shop.id, json),
    db
      .prepare(
        `DELETE FROM feed_sku WHERE shop_id = ?1
           AND NOT EXISTS (SELECT 1 FROM source s WHERE s.shop_id = ?1 AND s.name = feed_sku.name)`,
      )
      .bind(shop.id),
    db
      .prepare(
        `INSERT INTO source (shop_id, name, options, every_ms, due_at, silent_at)
         SELECT ?1, j.value ->> 'name', j.value ->> 'options', j.value ->> 'everyMs', ?3,
           j.value ->> 'silentAt'
         FROM json_each(?2) j WHERE true
         ON CONFLICT (shop_id, name) DO NOTHING`,
      )
      .bind(shop.id, json, now),
  ])
}
