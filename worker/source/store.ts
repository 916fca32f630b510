/**
 * The state of each source of each shop: when it is due, which run has leased it, and how its runs
 * went. A row stands for a source in the shop's settings, so the tick reads rows and no settings.
 */
import type { PollResult } from '../connectors/sources/contract.ts'
import { RUNS_OF_SHOP } from '../limits.ts'
import { type Next, silentAt } from './rules.ts'

/** A row of the table `source`. Times are milliseconds since 1970. */
export interface SourceRow {
  shop_id: string
  name: string
  every_ms: number
  due_at: number
  lease_until: number
  /** 1: the next run takes what was held back. */
  accept: number
  cursor: string | null
  /** Failures in a row. */
  failures: number
  last_success_at: number | null
  last_error: string | null
  last_error_item: number | null
  last_change_at: number | null
  /** When the last webhook came. */
  heard_at: number | null
  lag_ms: number | null
  items: number | null
  restocks_pushed: number
  restocks_polled: number
  /** 1: the next run erases what the shop has, instead of reading. */
  erasing: number
  /** The items that failed: the text of `ItemFaults`. */
  faults: string | null
}

/**
 * Leases a source that is due, for `leaseMs`; undefined when it is not due or leased already, or
 * when the shop has `RUNS_OF_SHOP` runs already: its slow servers take no other shop's turn.
 */
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
       WHERE shop_id = ?1 AND name = ?2 AND due_at <= ?3 AND lease_until <= ?3
         AND (SELECT count(*) FROM source x WHERE x.shop_id = ?1 AND x.lease_until > ?3) < ?5
       RETURNING *`,
    )
    .bind(shopId, name, now, leaseMs, RUNS_OF_SHOP)
    .first<SourceRow>()
  return row ?? undefined
}

export interface Run {
  polled: PollResult
  next: Next
  /** Levels written, and restocks begun. */
  written: number
  restocks: number
  faults: string | null
}

/**
 * Records how a run went and ends its lease. Does nothing when the lease has run out: another run
 * may have the source. If somebody accepted a feed or asked for a poll meanwhile, that stays.
 */
export async function recordRun(
  db: D1Database,
  leased: SourceRow,
  { polled, next, written, restocks, faults }: Run,
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
         restocks_polled = restocks_polled + ?18,
         faults = ?19
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
      faults,
    )
    .run()
}

/** Records what a webhook, or reading its hints, brought. */
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

/** All rows of a shop. */
export async function sourceRows(db: D1Database, shopId: string): Promise<SourceRow[]> {
  const { results } = await db
    .prepare('SELECT * FROM source WHERE shop_id = ?1')
    .bind(shopId)
    .all<SourceRow>()
  return results
}
