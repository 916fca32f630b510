/**
 * The state of each source of each shop: what is due, who is at it, how it went. A row stands for
 * a source in the shop's settings; the tick reads these rows by index, and no settings.
 */
import type { Source } from '../connectors/sources/union.ts'
import { rows, write } from '../homes/d1.ts'
import type { Shop } from '../shop/shop.ts'
import { sha256 } from '../vault.ts'
import { type Next, silentAt } from './rules.ts'
import type { Polled } from '../connectors/sources/contract.ts'

const MINUTE_MS = 60_000

/**
 * Makes the rows of a shop those of its settings. A source whose options have changed forgets its
 * cursor and is asked at once; one that stays as it was keeps its state.
 */
export async function syncSources(db: D1Database, shop: Shop, now: number): Promise<void> {
  const wanted = await Promise.all(
    shop.settings.sources.map(async (source: Source) => ({
      name: source.name,
      options: await sha256(JSON.stringify(source)),
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

export interface SourceRow {
  shop_id: string
  name: string
  every_ms: number
  due_at: number
  lease_until: number
  accept: number
  cursor: string | null
  failures: number
  last_success_at: number | null
  last_error: string | null
  last_error_item: number | null
  last_change_at: number | null
  heard_at: number | null
  lag_ms: number | null
  items: number | null
  restocks_pushed: number
  restocks_polled: number
}

export interface Due {
  /** Sources that are due and at which nobody is. */
  due: { shop: string; source: string }[]
  /** Sources that have had no success for too long; each is given once. */
  silent: { shop_id: string; name: string; last_error: string | null }[]
}

/** What the tick has to do about sources, over all shops of the database. */
export async function dueSources(db: D1Database, now: number, limit: number): Promise<Due> {
  const [due, silent] = await write(db, [
    db
      .prepare(
        `SELECT shop_id AS shop, name AS source FROM source
         WHERE due_at <= ?1 AND lease_until <= ?1 ORDER BY due_at LIMIT ?2`,
      )
      .bind(now, limit),
    db
      .prepare(
        `UPDATE source SET silent_at = NULL WHERE (shop_id, name) IN (
           SELECT shop_id, name FROM source WHERE silent_at <= ?1 LIMIT ?2)
         RETURNING shop_id, name, last_error`,
      )
      .bind(now, limit),
  ])
  return { due: rows(due), silent: rows(silent) }
}

/** Takes up a source that is due, for as long as the lease; undefined where somebody else has it. */
export async function leaseSource(
  db: D1Database,
  shopId: string,
  name: string,
  now: number,
  leaseMs: number,
): Promise<SourceRow | undefined> {
  const row = await db
    .prepare(
      `UPDATE source SET lease_until = ?3 + ?4
       WHERE shop_id = ?1 AND name = ?2 AND due_at <= ?3 AND lease_until <= ?3 RETURNING *`,
    )
    .bind(shopId, name, now, leaseMs)
    .first<SourceRow>()
  return row ?? undefined
}

export interface Run {
  polled: Polled
  next: Next
  /** Levels written, and restocks begun. */
  written: number
  restocks: number
}

/**
 * Records how a run went, and gives the lease back; unless the lease was lost, which another run
 * may have by now. An acceptance or a wish to be asked at once that came meanwhile is kept.
 */
export async function recordRun(
  db: D1Database,
  leased: SourceRow,
  { polled, next, written, restocks }: Run,
  now: number,
): Promise<void> {
  const good = polled.kind === 'done'
  const bad = polled.kind === 'failed' || polled.kind === 'held'
  const cursor = polled.kind === 'held' ? undefined : polled.cursor
  await db
    .prepare(
      `UPDATE source SET
         lease_until = 0,
         due_at = CASE WHEN due_at <> ?5 OR accept > ?6 THEN due_at ELSE ?4 END,
         accept = CASE WHEN ?6 = 1 AND ?7 IN ('done', 'held') THEN 0 ELSE accept END,
         failures = ?8,
         cursor = coalesce(?9, cursor),
         last_success_at = CASE WHEN ?10 THEN ?11 ELSE last_success_at END,
         silent_at = CASE WHEN ?10 THEN ?12 ELSE silent_at END,
         last_error = CASE WHEN ?10 THEN NULL WHEN ?13 IS NOT NULL THEN ?13 ELSE last_error END,
         last_error_item = CASE WHEN ?10 THEN NULL WHEN ?13 IS NOT NULL THEN ?14
           ELSE last_error_item END,
         last_change_at = CASE WHEN ?15 > 0 THEN ?11 ELSE last_change_at END,
         lag_ms = coalesce(?16, lag_ms),
         items = coalesce(?17, items),
         restocks_polled = restocks_polled + ?18
       WHERE shop_id = ?1 AND name = ?2 AND lease_until = ?3`,
    )
    .bind(
      leased.shop_id,
      leased.name,
      leased.lease_until,
      next.dueAt,
      leased.due_at,
      leased.accept,
      polled.kind,
      next.failures,
      cursor ?? null,
      good ? 1 : 0,
      now,
      silentAt(leased.every_ms, now),
      bad ? polled.reason : null,
      polled.kind === 'failed' ? (polled.item ?? null) : null,
      written,
      polled.kind === 'done' ? (polled.lagMs ?? null) : null,
      polled.kind === 'done' ? (polled.items ?? null) : null,
      restocks,
    )
    .run()
}

/** Has a source asked at once; false where there is none of this name. */
export async function pollNow(
  db: D1Database,
  shopId: string,
  name: string,
  accept: boolean,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE source SET due_at = ?3, accept = max(accept, ?4)
       WHERE shop_id = ?1 AND name = ?2`,
    )
    .bind(shopId, name, now, accept ? 1 : 0)
    .run()
  return meta.changes > 0
}

/** Brings the next asking forward: what a webhook hinted at could not be read. */
export async function pollSoon(
  db: D1Database,
  shopId: string,
  name: string,
  reason: string,
  at: number,
): Promise<void> {
  await db
    .prepare(
      `UPDATE source SET due_at = min(due_at, ?3), last_error = ?4, last_error_item = NULL
       WHERE shop_id = ?1 AND name = ?2`,
    )
    .bind(shopId, name, at, reason)
    .run()
}

/** Records what a webhook, or the reading again after it, brought. */
export async function recordPush(
  db: D1Database,
  shopId: string,
  name: string,
  push: { heardAt?: number; lagMs?: number | undefined; written: number; restocks: number },
  now: number,
): Promise<void> {
  await db
    .prepare(
      `UPDATE source SET heard_at = coalesce(?3, heard_at), lag_ms = coalesce(?4, lag_ms),
         last_change_at = CASE WHEN ?5 > 0 THEN ?7 ELSE last_change_at END,
         restocks_pushed = restocks_pushed + ?6
       WHERE shop_id = ?1 AND name = ?2`,
    )
    .bind(shopId, name, push.heardAt ?? null, push.lagMs ?? null, push.written, push.restocks, now)
    .run()
}

/** The rows of a shop by name. */
export async function sourceRows(db: D1Database, shopId: string): Promise<SourceRow[]> {
  const { results } = await db
    .prepare('SELECT * FROM source WHERE shop_id = ?1')
    .bind(shopId)
    .all<SourceRow>()
  return results
}
