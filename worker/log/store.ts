/** The integration log in D1. An entry is about a batch of work, never about one person. */
import { ALL_SHOPS } from '../homes/sql.ts'
import { lowestId, newId, spanId, timeOf } from '../ids.ts'

/** Kinds of entries, and what `detail` holds. */
export type LogKind =
  /** Levels came in: how many, how many were written, how many restocks started. */
  | 'stock_received'
  /** A restock was matched: how many people were served, how many were held, and why. */
  | 'restock_matched'
  /** A restock was not matched: its level had sold out again. */
  | 'restock_sold_out'
  /** A restock waits for the shop's approval: which, and the rule that asks for it. */
  | 'restock_awaiting'
  /** The shop's own system had the last word about a restock: its answer, or why there was none. */
  | 'restock_last_word'
  /** The shop approved a restock, stopped it, let it go on, or ended it: which, who, and why. */
  | 'restock_approved'
  | 'restock_stopped'
  | 'restock_resumed'
  | 'restock_ended'
  /** A product will not be sold again, and people wait for it: how many, and the request that closes their list. */
  | 'product_discontinued'
  /** The shop notified people itself: how many at most, the restock that stands for it, who, and why. */
  | 'demand_notified'
  /** The shop moved the people who wait to another variant, or closed the list: who, and why. */
  | 'demand_moved'
  | 'demand_closed'
  /** Reminders that were due are not sent: how many, and why. */
  | 'reminders_dropped'
  /** A delivery made calls: how many were accepted, put off or refused, and why. */
  | 'outbox_run'
  /** A source could not be read: why, and at which item. Written when the reason changes. */
  | 'source_failed'
  /** A source had no success for three times its rhythm. */
  | 'source_silent'
  /** A feed lost suspiciously many items: it is not applied until somebody accepts it. */
  | 'feed_shrunk'
  /** A verified webhook had a shape that its connector does not know. */
  | 'hook_unreadable'
  /** Some events of a webhook about addresses could not be read: how many. */
  | 'reports_unreadable'
  /** Events of a source were skipped because they cannot be read: how many, and their ids. */
  | 'source_skipped'
  /** A source uses words for availability that nobody knows: which. Each word is written once. */
  | 'availability_unknown'
  /** The pages of some SKUs name their products otherwise: the SKUs, and the names that the pages have. */
  | 'sku_not_on_page'
  /** Shoppers asked for SKUs that neither the catalogue nor any level has. Names each SKU once a day. */
  | 'sku_unknown'
  /** A platform passed on a request about people's data: how many contacts, and where an export is. */
  | 'privacy_call'
  /** Forms were refused by a ceiling of the shop: which one. At most one entry an hour. */
  | 'ceiling_reached'
  /** Callers of a dialect send a consent for which the shop declares no words: which. Once an hour. */
  | 'dialect_words_missing'
  /** Consents to marketing that nobody has confirmed, so they were not passed on: how many in an hour. */
  | 'consent_unconfirmed'
  /** A destination's mails are held: too many people reported them as spam. */
  | 'sender_held'
  /** A list was imported: of which file, how many lines, who waits because of it, and who did it. */
  | 'list_imported'
  /** Turnstile did not answer, or refused the shop's secret: requests passed unchecked. */
  | 'bot_check_skipped'

/**
 * A statement that writes an entry. `detail` holds counts and reasons, and nothing about a person. It
 * may be repeated: a repetition writes nothing. With `unlessSince` (milliseconds since 1970), it
 * writes nothing if the shop has an entry of that kind since then; with `ifChanged`, if the statement before
 * it in the transaction has changed no row.
 */
export const logStatement = (
  db: D1Database,
  shopId: string,
  kind: LogKind,
  detail: Record<string, unknown>,
  {
    sku,
    unlessSince,
    ifChanged = false,
  }: { sku?: string | undefined; unlessSince?: number | undefined; ifChanged?: boolean } = {},
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO log (shop_id, id, kind, sku, detail) SELECT ?1, ?2, ?3, ?4, ?5
       WHERE (?6 IS NULL
         OR NOT EXISTS (SELECT 1 FROM log WHERE shop_id = ?1 AND id >= ?6 AND kind = ?3))
         ${ifChanged ? 'AND changes() > 0' : ''}
       ON CONFLICT DO NOTHING`,
    )
    .bind(shopId, newId(), kind, sku ?? null, JSON.stringify(detail), lowestOrNull(unlessSince))

/**
 * A statement that adds the rows which the statement before it has written to the entry of an hour:
 * `count` in its detail. It writes nothing if these are none. `hour`: its start, milliseconds since 1970.
 */
export const addToHourStatement = (
  db: D1Database,
  shopId: string,
  kind: LogKind,
  hour: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO log (shop_id, id, kind, detail)
       SELECT ?1, ?2, ?3, json_object('count', changes()) WHERE changes() > 0
       ON CONFLICT DO UPDATE
         SET detail = json_object('count', (detail ->> 'count') + (excluded.detail ->> 'count'))`,
    )
    .bind(shopId, spanId(hour), kind)

/** Writes an entry; `sku` if it is about one alone. */
export async function writeLog(
  db: D1Database,
  shopId: string,
  kind: LogKind,
  detail: Record<string, unknown>,
  sku?: string,
): Promise<void> {
  await logStatement(db, shopId, kind, detail, { sku }).run()
}

/** Deletes the entries of all shops from before a time. Reads the whole table. */
export async function dropLog(db: D1Database, before: number): Promise<void> {
  await db.prepare(`${ALL_SHOPS} DELETE FROM log WHERE id < ?1`).bind(newId(before)).run()
}

/** Which entries to read. */
export interface LogQuery {
  sku?: string | undefined
  kind?: string | undefined
  /** Milliseconds since 1970. */
  since?: number | undefined
  until?: number | undefined
  /** The `id` of the last entry on the previous page. */
  cursor?: string | undefined
  limit: number
}

const lowestOrNull = (at: number | undefined) => (at === undefined ? null : lowestId(at))

/** Reads entries, newest first: those from `since` on and before `until`. */
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
      lowestOrNull(query.since),
      lowestOrNull(query.until),
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
