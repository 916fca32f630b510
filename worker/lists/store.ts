/** Stores the people of a piece of an import in D1: one transaction, once. */
import { addressesWithout, isSuppressed, suppressedBits } from '../address/suppressed.ts'
import { rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { IMPORT_SHOWN } from '../limits.ts'
import { NO_LEVEL_YET } from '../restock/no-level.ts'
import { levelServes, levelsFor } from '../restock/serves.ts'
import { isOfferedSql, thresholdSql } from '../product/rule-sql.ts'
import type { Actor } from '../shop/keys.ts'
import type { ClientShop } from '../shop/shop.ts'
import { IS_SUBSCRIPTION } from '../subscription/request-sql.ts'
import { IS_STOPPED } from '../subscription/stopped.ts'
import type { SealedLine, Words } from './sealed.ts'

/** A piece of a file. */
export interface Piece {
  /** The caller's id of the import. */
  importId: string
  piece: number
  /** The file's name. */
  file: string
  /** The SHA-256 of how the file is read: all pieces are read in one way. */
  how: string
  /** The SHA-256 of the piece. */
  hash: string
}

/** What became of the lines of a piece. */
export interface Counts {
  lines: number
  /** People who wait because of the piece. */
  new: number
  /** People who were waiting before. */
  already: number
  /** Consents of people who do not wait, and suppressed addresses. */
  consents: number
  suppressions: number
  skipped: Record<string, number>
  /** The number of a skipped line, and the reason; the first ones. */
  shown: [line: number, reason: string][]
  /** How many lines the file has by its own last line. */
  announced?: number
}

/** The result of storing a piece. */
export type Stored =
  | { kind: 'stored'; counts: Counts }
  /** Another content was stored as this piece, or pieces of another file under this import. */
  | { kind: 'piece_differs' }
  | { kind: 'import_differs' }

// Each line is in the column `request`, as the statements of worker/subscription read it.
const linesOf = (parameter: string) =>
  `(SELECT j.value AS request FROM json_each(${parameter}) j) r`
const LINES = linesOf('?2')

const KEY = {
  shop: `(request ->> 'shopId')`,
  sku: `(request ->> 'sku')`,
  locale: `(request ->> 'locale')`,
  externalId: `(request ->> 'externalId')`,
}
const CONTACT = `(request ->> 'contactId')`

const OFF = suppressedBits(KEY.shop, `(request -> 'addresses')`)
const IS_SUPPRESSED = `(${isSuppressed(KEY.shop, CONTACT)}
  OR ((request ->> 'channels') & ~${OFF}) = 0)`

const WAITS = `EXISTS (SELECT 1 FROM subscription s WHERE ${IS_SUBSCRIPTION})`

// The person waited for the same here, or stopped it, at the time of the line or later.
const HAS_ENDED = `(${IS_STOPPED} OR EXISTS (SELECT 1 FROM consent c
  WHERE c.contact_id = ${CONTACT} AND c.shop_id = ${KEY.shop} AND c.sku = ${KEY.sku}
    AND c.locale = ${KEY.locale} AND c.external_id = ${KEY.externalId}
    AND c.at >= request ->> 'since'))`

// What a rule by product says is the same for all lines: it stands in ?3, not in each of them.
const IS_OFFERED = isOfferedSql(KEY, {
  parameter: `(?3 ->> 'offers')`,
  defaultLocale: `(?3 ->> 'defaultLocale')`,
})
const IS_IN_STOCK = `EXISTS (SELECT 1 FROM ${levelsFor(KEY)}
  WHERE l.quantity > ${thresholdSql({ ...KEY, locale: 'l.locale' }, `(?3 ->> 'threshold')`)}
    AND ${levelServes(KEY)})`

const VERDICT = `CASE WHEN ${IS_SUPPRESSED} THEN 'suppressed' WHEN ${WAITS} THEN 'already'
  WHEN ${HAS_ENDED} THEN 'ended_since' WHEN NOT ${IS_OFFERED} THEN 'not_offered' ELSE 'new' END`

const HAS_LEVEL = `EXISTS (SELECT 1 FROM ${levelsFor(KEY)} WHERE ${levelServes(KEY)})`

// An import sends nothing: who asked for what is in stock now waits for the next restock, and where no level
// is known, the first one restocks nothing either.
const NOT_BEFORE = `CASE WHEN ${IS_IN_STOCK} THEN (request ->> 'now') + 1
  WHEN ${HAS_LEVEL} THEN 0 ELSE ${NO_LEVEL_YET} END`

/** The verdicts of lines, added up; `late`: the first lines that are skipped, with the reason. */
const verdicts = (lines: string, shop: string) => `SELECT
    json_object('new', count(*) FILTER (WHERE v.verdict = 'new'),
      'already', count(*) FILTER (WHERE v.verdict = 'already'),
      'suppressed', count(*) FILTER (WHERE v.verdict = 'suppressed'),
      'ended_since', count(*) FILTER (WHERE v.verdict = 'ended_since'),
      'not_offered', count(*) FILTER (WHERE v.verdict = 'not_offered'),
      'late', json(coalesce((SELECT json_group_array(json_array(n, verdict)) FROM (
        SELECT request ->> 'line' AS n, ${VERDICT} AS verdict FROM ${lines}
        WHERE request ->> 'shopId' = ${shop} AND verdict NOT IN ('new', 'already')
        LIMIT ${IMPORT_SHOWN})), '[]'))) AS verdicts
  FROM (SELECT ${VERDICT} AS verdict FROM ${lines}) v`

interface Verdicts {
  new: number
  already: number
  suppressed: number
  ended_since: number
  not_offered: number
  late: [line: number, reason: string][]
}

/** What the piece would do. Writes nothing. `counts`: what is known without the database. */
export async function judge(
  db: D1Database,
  shop: ClientShop,
  lines: readonly SealedLine[],
  counts: Counts,
): Promise<Counts> {
  const row = await db
    .prepare(verdicts(LINES, '?1'))
    .bind(shop.id, JSON.stringify(lines), JSON.stringify(rulesOf(shop)))
    .first<{ verdicts: string }>()
  return withVerdicts(counts, row?.verdicts ?? null)
}

const rulesOf = ({ threshold, offers, defaultLocale }: ClientShop) => ({
  threshold,
  ...(offers && { offers }),
  defaultLocale,
})

/** The counts with what the database says of the lines that could be read. */
function withVerdicts(counts: Counts, json: string | null): Counts {
  if (json === null) return counts
  const { late, new: added, already, ...reasons } = JSON.parse(json) as Verdicts
  const skipped = { ...counts.skipped }
  for (const [reason, n] of Object.entries(reasons)) if (n > 0) skipped[reason] = n
  const shown = [...counts.shown, ...late].toSorted(([a], [b]) => a - b).slice(0, IMPORT_SHOWN)
  return { ...counts, new: added, already, skipped, shown }
}

// ?1: the shop, ?3: the piece as JSON. The row is written by one attempt alone, and its transaction does all.
const OF_PIECE = `p.shop_id = ?1 AND p.import_id = ?3 ->> 'importId' AND p.piece = ?3 ->> 'piece'`
const IS_OURS = `EXISTS (SELECT 1 FROM import_piece p
  WHERE ${OF_PIECE} AND p.attempt = ?3 ->> 'attempt')`

const START = `INSERT INTO import_piece
    (shop_id, import_id, piece, file, how, hash, attempt, log_id, counts, at)
  SELECT ?1, ?3 ->> 'importId', ?3 ->> 'piece', ?3 ->> 'file', ?3 ->> 'how', ?3 ->> 'hash',
    ?3 ->> 'attempt', coalesce((SELECT p.log_id FROM import_piece p
      WHERE p.shop_id = ?1 AND p.import_id = ?3 ->> 'importId' LIMIT 1), ?3 ->> 'logId'),
    ?3 -> 'counts', ?3 ->> 'at'
  WHERE NOT EXISTS (SELECT 1 FROM import_piece p
    WHERE p.shop_id = ?1 AND p.import_id = ?3 ->> 'importId'
      AND (p.file, p.how) <> (?3 ->> 'file', ?3 ->> 'how'))
  ON CONFLICT DO NOTHING`

// Runs before the lines are stored, and only once: afterwards all of them wait.
const COUNT = `UPDATE import_piece AS p SET verdicts = (${verdicts(LINES, '?1')})
  WHERE ${OF_PIECE} AND p.attempt = ?3 ->> 'attempt' AND p.verdicts IS NULL`

// A person who asked earlier by the file gets that place, unless calls or confirmations name the subscription.
const EARLIER = `(SELECT s.id AS later, request ->> 'id' AS earlier, s.contact_id AS contact_id
  FROM ${LINES}, subscription s
  WHERE ${IS_SUBSCRIPTION} AND request ->> 'since' > 0 AND request ->> 'id' < s.id
    AND s.unconfirmed = 0 AND s.relays IS NULL AND NOT ${IS_SUPPRESSED}
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.shop_id = ?1
      AND o.id > s.request_id || ':' AND o.id < s.request_id || ';')) e`

const PLACE_CONSENTS = `UPDATE OR IGNORE consent SET subscription_id = e.earlier FROM ${EARLIER}
  WHERE consent.contact_id = e.contact_id AND consent.subscription_id = e.later
    AND consent.shop_id = ?1 AND ${IS_OURS}`

const PLACE = `UPDATE subscription SET id = e.earlier FROM ${EARLIER}
  WHERE subscription.id = e.later AND subscription.shop_id = ?1 AND ${IS_OURS}`

const INSERT = `INSERT INTO subscription
    (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, wanted, data,
     request_id, unconfirmed, not_before)
  SELECT request ->> 'id', ?1, ${CONTACT}, ${KEY.sku}, ${KEY.locale}, ${KEY.externalId},
    (request ->> 'channels') & ~off, ${addressesWithout(`(request -> 'addresses')`, 'off')},
    request ->> 'wanted', request ->> 'data', request ->> 'requestId', (request ->> 'unconfirmed') & ~off, ${NOT_BEFORE}
  FROM (SELECT request, ${OFF} AS off FROM ${LINES}) l2
  WHERE ${IS_OURS} AND NOT ${IS_SUPPRESSED} AND (${WAITS} OR (NOT ${HAS_ENDED} AND ${IS_OFFERED}))
  ON CONFLICT (contact_id, sku, locale, external_id) DO UPDATE SET
    channels = channels | excluded.channels,
    addresses = json_patch(excluded.addresses, addresses),
    unconfirmed = unconfirmed | (excluded.unconfirmed & ~channels)
  WHERE (excluded.channels & ~channels) <> 0`

const OF_THESE = `FROM ${LINES}, subscription s WHERE ${IS_SUBSCRIPTION} AND ${IS_OURS}`

const upsertContact = (from: string) => `INSERT INTO contact
    (id, shop_id, addresses, customer_id, attributes, created_at)
  SELECT ${CONTACT}, ?1, nullif(request -> 'contactAddresses', '{}'), request -> 'customerId',
    request -> 'attributes', request ->> 'now'
  ${from}
  ON CONFLICT (id) DO UPDATE SET
    addresses = coalesce(addresses, excluded.addresses),
    attributes = coalesce(attributes, excluded.attributes),
    customer_id = coalesce(customer_id, excluded.customer_id)
  WHERE (addresses IS NULL AND excluded.addresses IS NOT NULL)
    OR (attributes IS NULL AND excluded.attributes IS NOT NULL)
    OR (customer_id IS NULL AND excluded.customer_id IS NOT NULL)`

const INSERT_ALIASES = `INSERT INTO alias (shop_id, contact_id, address_index)
  SELECT ?1, s.contact_id, a.value FROM ${LINES}, subscription s, json_each(request, '$.aliases') a
  WHERE ${IS_SUBSCRIPTION} AND ${IS_OURS}
  ON CONFLICT DO NOTHING`

const insertConsents = (lines: string, id: string, from: string) => `INSERT INTO consent
    (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action, version, shop_id,
     text_hash, words, messages, method, page, ip, user_agent, imported, at)
  SELECT ${CONTACT}, ${KEY.sku}, ${KEY.locale}, ${KEY.externalId}, ${id}, c.value ->> 'purpose',
    c.value ->> 'channel', c.value ->> 'action', c.value ->> 'version', ?1, c.value ->> 'textHash',
    'caller', coalesce(c.value ->> 'messages', 1), 'imported', c.value ->> 'page', c.value ->> 'ip', c.value ->> 'userAgent',
    c.value -> 'imported', c.value ->> 'at'
  FROM ${lines}, ${from} json_each(request, '$.consents') c
  WHERE ${IS_OURS}`

const INSERT_CONSENTS = `${insertConsents(LINES, 's.id', 'subscription s,')} AND ${IS_SUBSCRIPTION}
  ON CONFLICT DO NOTHING`

// Of people who do not wait. They are in ?4.
const ENDED = linesOf('?4')
const INSERT_ENDED = `${insertConsents(ENDED, `request ->> 'id'`, '')} ON CONFLICT DO NOTHING`

const INSERT_WORDS = `INSERT INTO consent_text (shop_id, hash, text, vouched)
  SELECT ?1, w.key, w.value, 1 FROM json_each(?2) w WHERE ${IS_OURS}
  ON CONFLICT DO NOTHING`

// One entry for an import, with the sums over the pieces that are stored.
const LOG = `INSERT INTO log (shop_id, id, kind, detail)
  SELECT ?1, p.log_id, 'list_imported', (SELECT json_object('file', max(q.file), 'import', q.import_id,
      'pieces', count(*), 'lines', sum(q.counts ->> 'lines'), 'new', sum(q.verdicts ->> 'new'),
      'already', sum(q.verdicts ->> 'already'), 'by', json(?3 -> 'by'))
    FROM import_piece q WHERE q.shop_id = ?1 AND q.import_id = p.import_id)
  FROM import_piece p WHERE ${OF_PIECE} AND p.attempt = ?3 ->> 'attempt'
  ON CONFLICT DO UPDATE SET detail = excluded.detail`

const READ = `SELECT file, how, hash, counts, verdicts FROM import_piece p
  WHERE p.shop_id = ?1 AND p.import_id = ?2 ORDER BY p.piece = ?3 DESC LIMIT 1`

interface PieceRow {
  file: string
  how: string
  hash: string
  counts: string
  verdicts: string | null
}

/** What of a piece is stored. */
export interface ToStore {
  people: readonly SealedLine[]
  /** Consents of people who do not wait. */
  ended: readonly SealedLine[]
  words: Words
  counts: Counts
  by: Actor
}

/**
 * Stores a piece once, in one transaction: its people, their consents, and the row of the piece. The same piece
 * again changes nothing and gives the same counts.
 */
export async function storePiece(
  db: D1Database,
  shop: ClientShop,
  piece: Piece,
  { people, ended, words, counts, by }: ToStore,
  now: number,
): Promise<Stored> {
  const { id: shopId } = shop
  const lines = JSON.stringify(people)
  const about = JSON.stringify({
    ...piece,
    ...rulesOf(shop),
    attempt: newId(now),
    logId: newId(now),
    counts,
    by,
    at: now,
  })
  const ofLines = (sql: string) => db.prepare(sql).bind(shopId, lines, about)
  const texts = JSON.stringify(Object.fromEntries(words))
  const rest = JSON.stringify(ended)
  const results = await write(db, [
    ofLines(START),
    ofLines(COUNT),
    ...(people.length > 0
      ? [
          ...[PLACE_CONSENTS, PLACE, INSERT].map(ofLines),
          ofLines(upsertContact(OF_THESE)),
          ofLines(INSERT_ALIASES),
        ]
      : []),
    ...(words.size > 0 ? [db.prepare(INSERT_WORDS).bind(shopId, texts, about)] : []),
    ...(people.length > 0 ? [ofLines(INSERT_CONSENTS)] : []),
    ...(ended.length > 0
      ? [
          db.prepare(upsertContact(`FROM ${LINES} WHERE ${IS_OURS}`)).bind(shopId, rest, about),
          db.prepare(INSERT_ENDED).bind(shopId, null, about, rest),
        ]
      : []),
    ofLines(LOG),
    db.prepare(READ).bind(shopId, piece.importId, piece.piece),
  ])
  return outcomeOf(rows<PieceRow & { piece: number }>(results.at(-1))[0], piece)
}

/** Whether the row of a piece, or another of its import, is of the same file. */
function outcomeOf(row: PieceRow | undefined, piece: Piece): Stored {
  if (!row || row.file !== piece.file || row.how !== piece.how) return { kind: 'import_differs' }
  if (row.hash !== piece.hash) return { kind: 'piece_differs' }
  return { kind: 'stored', counts: withVerdicts(JSON.parse(row.counts) as Counts, row.verdicts) }
}

/** Where an import stands. */
export interface ImportState {
  file: string
  /** The numbers of the pieces that are stored, in order. */
  pieces: number[]
  counts: Omit<Counts, 'shown'>
}

/** Where an import stands, from the pieces that are stored; undefined if there are none. */
export async function importState(
  db: D1Database,
  shopId: string,
  importId: string,
): Promise<ImportState | undefined> {
  const { results } = await db
    .prepare(
      `SELECT piece, file, counts, verdicts FROM import_piece
       WHERE shop_id = ?1 AND import_id = ?2 ORDER BY piece`,
    )
    .bind(shopId, importId)
    .all<{ piece: number; file: string; counts: string; verdicts: string | null }>()
  const [first] = results
  if (!first) return undefined
  const each = results.map((row) => withVerdicts(JSON.parse(row.counts) as Counts, row.verdicts))
  return { file: first.file, pieces: results.map(({ piece }) => piece), counts: sumOf(each) }
}

/** The counts of several pieces together. */
function sumOf(each: readonly Counts[]): Omit<Counts, 'shown'> {
  const sum = (of: (one: Counts) => number) => each.reduce((total, one) => total + of(one), 0)
  const reasons = new Set(each.flatMap(({ skipped }) => Object.keys(skipped)))
  const announced = each.find((one) => one.announced !== undefined)?.announced
  return {
    lines: sum((one) => one.lines),
    new: sum((one) => one.new),
    already: sum((one) => one.already),
    consents: sum((one) => one.consents),
    suppressions: sum((one) => one.suppressions),
    skipped: Object.fromEntries(
      [...reasons].toSorted().map((reason) => [reason, sum(({ skipped }) => skipped[reason] ?? 0)]),
    ),
    ...(announced !== undefined && { announced }),
  }
}
