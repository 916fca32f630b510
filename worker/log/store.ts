/** The integration log in D1: one row per thing that happened to many, never one per person. */
import { newId, timeOf } from '../ids.ts'

/** Kinds of entries, and what each tells. */
export type LogKind =
  /** Levels came in: how many, how many were written, how many restocks began. */
  | 'stock_received'
  /** A restock was matched: how many were served, how many held back because nothing is known. */
  | 'restock_matched'
  /** A restock found its level sold out again: nobody was served. */
  | 'restock_sold_out'
  /** Calls to a destination were made: how many were accepted, put off, refused, and why. */
  | 'outbox_run'
  /** A source could not be read: why, and at which item. Told when the reason changes. */
  | 'source_failed'
  /** A source had no success for three of its rhythms. */
  | 'source_silent'
  /** A feed had lost too many items to be believed: it is held back until somebody accepts it. */
  | 'feed_shrunk'
  /** A verified webhook held nothing that its source can read. */
  | 'hook_unreadable'
  /** Events of a source that can never be read were passed over: how many, and their ids. */
  | 'source_skipped'
  /** Turnstile could not be asked, or refused the shop's own secret: requests went unchecked. */
  | 'bot_check_skipped'

export interface LogEntry {
  shopId: string
  kind: LogKind
  sku?: string | undefined
  detail: Record<string, unknown>
}

export const entry = (
  shopId: string,
  kind: LogKind,
  detail: Record<string, unknown>,
  sku?: string,
): LogEntry => ({ shopId, kind, detail, sku })

/**
 * A statement that writes an entry; once more, it conflicts into nothing. With `unlessSince`, the
 * shop is told nothing where it has an entry of that kind from since then.
 */
export const logStatement = (
  db: D1Database,
  { shopId, kind, sku, detail }: LogEntry,
  unlessSince?: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO log (shop_id, id, kind, sku, detail) SELECT ?1, ?2, ?3, ?4, ?5
       WHERE ?6 IS NULL
         OR NOT EXISTS (SELECT 1 FROM log WHERE shop_id = ?1 AND id >= ?6 AND kind = ?3)
       ON CONFLICT DO NOTHING`,
    )
    .bind(shopId, newId(), kind, sku ?? null, JSON.stringify(detail), bound(unlessSince))

export async function writeLog(db: D1Database, entries: LogEntry[]): Promise<void> {
  if (entries.length === 0) return
  await db.batch(entries.map((one) => logStatement(db, one)))
}

/** Drops the entries of all shops from before a time. Reads the whole table. */
export async function dropLog(db: D1Database, before: number): Promise<void> {
  await db.prepare('DELETE FROM log WHERE id < ?1').bind(newId(before)).run()
}

export interface LogQuery {
  sku?: string | undefined
  kind?: string | undefined
  /** Milliseconds since 1970. */
  since?: number | undefined
  until?: number | undefined
  /** The `id` of the last entry of the page before. */
  cursor?: string | undefined
  limit: number
}

/** The least id of a moment: the time that ids begin with, and zeros. */
const bound = (at: number | undefined) => {
  if (at === undefined) return null
  const hex = Math.max(0, at).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`
}

/** Entries, newest first. */
export async function readLog(db: D1Database, shopId: string, query: LogQuery) {
  const { results } = await db
    .prepare(
      `SELECT id, kind, sku, detail FROM log
       WHERE shop_id = ?1 AND (?2 IS NULL OR id < ?2) AND (?3 IS NULL OR sku = ?3)
         AND (?4 IS NULL OR kind = ?4) AND (?6 IS NULL OR id >= ?6) AND (?7 IS NULL OR id < ?7)
       ORDER BY id DESC LIMIT ?5`,
    )
    .bind(
      shopId,
      query.cursor ?? null,
      query.sku ?? null,
      query.kind ?? null,
      query.limit,
      bound(query.since),
      bound(query.until),
    )
    .all<{ id: string; kind: string; sku: string | null; detail: string }>()
  return results.map((row) => ({
    id: row.id,
    at: new Date(timeOf(row.id)).toISOString(),
    kind: row.kind,
    ...(row.sku !== null && { sku: row.sku }),
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  }))
}
