/**
 * Takes a piece of a list from another system. First it can be judged: what would be new, and each line that
 * would be skipped, with nothing written. Then it is stored, once. A file of any length comes in pieces, so no
 * request needs more than a second; the sender may stop and go on at any time.
 *
 * An import sends nothing to anybody: see `not_before` in store.ts. It passes nothing on to platforms either:
 * `POST /v1/destinations/:name/replay` does, when the shop wants it.
 */
import { addressIndexOf } from '../address/find.ts'
import type { AddressIndex } from '../address/find.ts'
import { homeOf } from '../homes/home.ts'
import { IMPORT_LINES, IMPORT_SUPPRESSIONS } from '../limits.ts'
import { invalid, type Fault } from '../result.ts'
import type { Actor } from '../shop/keys.ts'
import { clientShop } from '../shop/rules.ts'
import type { ClientShop, Shop } from '../shop/shop.ts'
import { openVault, sha256, type Vault } from '../vault.ts'
import { columnsOf, type Format, type ImportField } from './columns.ts'
import { FORMAT, FORMAT_VERSION } from './format.ts'
import {
  type ConsentLine,
  consentLineOf,
  type PersonLine,
  personOf,
  type Reading,
  type ReadLine,
  type SuppressionLine,
  suppressionOf,
} from './line.ts'
import { csvLines, jsonLines, type RawLine, type RawLines, textOfFile } from './read.ts'
import {
  type Placed,
  sameRequest,
  sealConsent,
  type SealedLine,
  sealPerson,
  type Words,
} from './sealed.ts'
import { type Skips, skipsOf } from './skips.ts'
import { type Counts, judge, storePiece } from './store.ts'
import { isSuppressedNow, suppressPiece } from './suppressions.ts'
import { unmarked } from './csv.ts'
import { findVariants } from './variants.ts'

/** How a piece is to be read and stored. */
export interface ImportRequest {
  /** The caller's id of the import. */
  id: string
  file: string
  format: Format
  /** The number of the piece, from 0; undefined if the body is the whole file. */
  piece?: number | undefined
  /** The number of the body's first line in the file; in CSV that of the first record. */
  line?: number | undefined
  dryRun: boolean
  mapping: Partial<Record<ImportField, string | undefined>>
  timeZone: string
  dates?: 'dmy' | 'mdy' | undefined
  confirmed: boolean
}

/** The answer to a piece. */
export interface ImportReport extends Counts {
  /** The column that each field was read from, and columns that nothing was read from; of CSV. */
  columns?: Partial<Record<ImportField, string>>
  unknownColumns?: string[]
}

/** What became of a piece. */
export type Imported =
  | { kind: 'judged'; report: ImportReport }
  | { kind: 'stored'; report: ImportReport }
  | { kind: 'refused'; faults: Fault[] }
  | { kind: 'piece_differs' }
  | { kind: 'import_differs' }

type Kinds = Record<string, unknown>

/** Judges or stores a piece. `now`: milliseconds since 1970. Throws if D1 gives no answer. */
export async function importPiece(
  env: Env,
  shop: Shop,
  request: ImportRequest,
  body: Uint8Array<ArrayBuffer>,
  by: Actor,
  now: number,
): Promise<Imported> {
  const text = textOfFile(body)
  const isJson = /^\u{FEFF}?\s*\{/u.test(text)
  const raw = isJson
    ? jsonLines(text.replace(/^\u{FEFF}/u, ''), request.line ?? 1)
    : await readCsv(text, request.line ?? 2)
  if ('faults' in raw) return { kind: 'refused', faults: raw.faults }
  const ends = endsOf(raw.lines)
  const lines = raw.lines.filter((one) => !isEnd(one))
  if (lines.length > IMPORT_LINES) return refused('', 'too_many')
  if (request.piece === undefined && isJson && ends.isOurs) {
    const fault = await cutFault(text, lines.length, ends.trailer)
    if (fault) return refused('', fault)
  }
  if (ends.version > FORMAT_VERSION) return refused('', 'format_newer')

  const client = clientShop(shop)
  const reading: Reading = {
    format: isJson && ends.isOurs ? 'shelfbell' : request.format,
    file: request.file,
    confirmed: request.confirmed,
    timeZone: request.timeZone,
    order: request.dates,
    expireAfterDays: shop.settings.expireAfterDays,
  }
  const columns = columnsIn(raw, lines, reading.format, request.mapping)
  const read = lines.map((one) => readLine(one, columns.used, raw, client, reading, now))
  const skips = skipsOf(lines.length, ends.lines)
  const sorted = sortLines(read, skips)
  if (sorted.suppressions.length > IMPORT_SUPPRESSIONS) return refused('', 'too_many_suppressions')

  const db = homeOf(env, shop)
  const vault = await openVault(env, shop)
  const named = await findVariants(db, client, sorted.people, skips)
  const words: Words = new Map()
  const common = {
    shopId: shop.id,
    now,
    file: request.file,
  }
  const sealed = await Promise.all(named.map((one) => sealPerson(vault, common, one, words)))
  const people = onceEach(sealed, skips)
  const ended = (
    await Promise.all(sorted.consents.map((one) => sealConsent(vault, common, one, words)))
  ).flatMap((one) => one ?? [])
  const suppressions = await addressed(vault, sorted.suppressions)
  const counts: Counts = {
    ...skips.counts(),
    consents: ended.length,
    suppressions: suppressions.length,
  }
  const shown = isJson ? {} : { columns: columns.used, unknownColumns: columns.unknown }

  if (request.dryRun) {
    const known = await isSuppressedNow(db, shop.id, suppressions)
    const judged = await judge(db, client, people, {
      ...counts,
      suppressions: suppressions.length - known,
    })
    return { kind: 'judged', report: { ...judged, ...shown } }
  }
  // Before the row that says that the piece is stored: each may be repeated.
  await suppressPiece(env, shop, suppressions, now)
  const stored = await storePiece(
    db,
    client,
    {
      importId: request.id,
      piece: request.piece ?? 0,
      file: request.file,
      how: await howOf(request),
      hash: await sha256(text),
    },
    { people, ended, words, counts, by },
    now,
  )
  if (stored.kind !== 'stored') return stored
  return { kind: 'stored', report: { ...stored.counts, ...shown } }
}

const refused = (pointer: string, code: string): Imported => ({
  kind: 'refused',
  faults: invalid([[pointer, code]]).error,
})

async function readCsv(text: string, first: number): Promise<RawLines | { faults: Fault[] }> {
  const read = await csvLines(text, first)
  return read.ok ? read.value : { faults: invalid([['', read.error]]).error }
}

/** How all pieces of an import are read, as one text. */
const howOf = ({ format, mapping, timeZone, dates, confirmed }: ImportRequest): Promise<string> =>
  sha256(
    JSON.stringify([format, Object.entries(mapping).toSorted(), timeZone, dates ?? '', confirmed]),
  )

const isEnd = (line: RawLine): boolean =>
  line.ok && (line.value['kind'] === 'header' || line.value['kind'] === 'trailer')

/** What the first and the last line of our own format say, where the piece has them. */
function endsOf(lines: readonly RawLine[]) {
  const values = lines.flatMap((one) => (one.ok ? [one.value] : []))
  const header = values.find(({ kind }) => kind === 'header')
  const trailer = values.find(({ kind }) => kind === 'trailer')
  const isOurs =
    header?.['format'] === FORMAT ||
    values.some(
      ({ kind }) => kind === 'subscription' || kind === 'consent' || kind === 'suppression',
    )
  const said = Number(trailer?.['lines'])
  return {
    isOurs,
    version: Number(header?.['version'] ?? FORMAT_VERSION),
    trailer,
    lines: Number.isSafeInteger(said) && said >= 0 ? said : undefined,
  }
}

/** Whether a whole file of our format was cut or changed on its way. */
async function cutFault(
  text: string,
  lines: number,
  trailer: Kinds | undefined,
): Promise<'trailer_missing' | 'checksum_differs' | undefined> {
  if (!trailer) return 'trailer_missing'
  const before = text.slice(0, text.lastIndexOf('{"kind":"trailer"'))
  const same = trailer['lines'] === lines && trailer['sha256'] === (await sha256(before))
  return same ? undefined : 'checksum_differs'
}

function columnsIn(
  raw: RawLines,
  lines: readonly RawLine[],
  format: Format,
  mapping: ImportRequest['mapping'],
) {
  if (raw.header) return columnsOf(format, raw.header, mapping)
  const names = new Set(lines.flatMap((one) => (one.ok ? Object.keys(one.value) : [])))
  names.delete('kind')
  return columnsOf(format, [...names], mapping)
}

type Outcome = { line: number } & ({ ok: true; value: ReadLine } | { ok: false; reason: string })

/** Reads one line by the columns of its file. */
function readLine(
  raw: RawLine,
  used: Partial<Record<ImportField, string>>,
  { header }: RawLines,
  client: ClientShop,
  reading: Reading,
  now: number,
): Outcome {
  if (!raw.ok) return { line: raw.line, ok: false, reason: raw.reason }
  const ours = header !== undefined && reading.format === 'shelfbell'
  const cells = Object.fromEntries(
    Object.entries(used).map(([field, column]) => {
      const value = raw.value[column]
      return [field, header && typeof value === 'string' ? unmarked(value, ours) : value]
    }),
  )
  const kind = kindOf(raw.value, used, reading.format)
  const made =
    kind === 'suppression'
      ? suppressionOf(cells, client, reading, now)
      : kind === 'consent'
        ? consentLineOf(cells, client, now)
        : kind === 'subscription'
          ? personOf(cells, client, reading, now)
          : undefined
  if (!made) return { line: raw.line, ok: false, reason: 'kind_not_imported' }
  return made.ok
    ? { line: raw.line, ok: true, value: made.value }
    : { line: raw.line, ok: false, reason: made.error }
}

/** What a line is about. In CSV of ours the columns say it. */
function kindOf(value: Kinds, used: Partial<Record<ImportField, string>>, format: Format): string {
  if (format !== 'shelfbell') return 'subscription'
  if (typeof value['kind'] === 'string') return value['kind']
  if (used.reason) return 'suppression'
  return used.purpose ? 'consent' : 'subscription'
}

interface Sorted {
  people: (PersonLine & { line: number })[]
  consents: Placed<ConsentLine>[]
  suppressions: (SuppressionLine & { line: number })[]
}

function sortLines(read: readonly Outcome[], skips: Skips): Sorted {
  const sorted: Sorted = { people: [], consents: [], suppressions: [] }
  for (const one of read) {
    if (!one.ok) {
      skips.add(one.line, one.reason)
      continue
    }
    const { line, value } = one
    switch (value.kind) {
      case 'person':
        sorted.people.push({ ...value, line })
        break
      case 'consent':
        sorted.consents.push({ ...value, line })
        break
      case 'suppression':
        sorted.suppressions.push({ ...value, line })
        break
      default:
        value satisfies never
    }
  }
  return sorted
}

/** Of lines about the same request, the one of the person who asked first. */
function onceEach(lines: readonly SealedLine[], skips: Skips): SealedLine[] {
  const first = new Map<string, SealedLine>()
  for (const line of lines) {
    const key = sameRequest(line)
    const other = first.get(key)
    const [kept, dropped] = other && other.id <= line.id ? [other, line] : [line, other]
    first.set(key, kept)
    if (dropped) skips.add(dropped.line, 'repeated')
  }
  return [...first.values()]
}

/** Suppressions by the index of their address. */
async function addressed(
  vault: Vault,
  lines: readonly SuppressionLine[],
): Promise<(AddressIndex & Pick<SuppressionLine, 'channel' | 'reason' | 'at'>)[]> {
  const found = await Promise.all(
    lines.map(async ({ email, phone, index, channel, reason, at }) => {
      const about = { channel, reason, at }
      // Whether an index is of a mail address or a number cannot be seen: the shop knows no person by it.
      if (!email && !phone) return index ? [{ kind: 'email' as const, index, ...about }] : []
      const address = await addressIndexOf(vault, { email, phone }, undefined)
      return address.ok ? [{ ...address.value, ...about }] : []
    }),
  )
  return found.flat()
}
