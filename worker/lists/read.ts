/**
 * Reads the text of a piece of a file into its lines: JSON objects, or records of CSV by column. A line that
 * cannot be read is given with the reason; the others are read all the same.
 */
import { parse } from 'csv-parse/stream'
import { IMPORT_LINE_CHARACTERS } from '../limits.ts'
import { done, failed, type Result } from '../result.ts'
import { utf8 } from '../utf8.ts'

/** A line of a file with its number there, from 1. */
export type RawLine =
  | { line: number; ok: true; value: Record<string, unknown> }
  | { line: number; ok: false; reason: 'line_unreadable' | 'line_too_long' | 'not_an_object' }

/** The lines of a piece. `header`: the names of the columns, if it is CSV. */
export interface RawLines {
  header?: string[]
  lines: RawLine[]
}

/**
 * The text of a file. Excel writes UTF-16 and, on older systems, Windows-1252; a file without a byte order mark
 * that is no UTF-8 is taken as the latter.
 */
export function textOfFile(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The lines of a file of JSON objects. `first`: the number of its first line in the whole file. */
export function jsonLines(text: string, first: number): RawLines {
  const lines = text.split(/\r?\n/).flatMap((one, index): RawLine[] => {
    const line = first + index
    if (one.trim() === '') return []
    if (one.length > IMPORT_LINE_CHARACTERS) return [{ line, ok: false, reason: 'line_too_long' }]
    const value = jsonIn(one)
    if (value === undefined) return [{ line, ok: false, reason: 'line_unreadable' }]
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject
      ? [{ line, ok: true, value: value as Record<string, unknown> }]
      : [{ line, ok: false, reason: 'not_an_object' }]
  })
  return { lines }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/**
 * The records of CSV; the first names the columns. `first`: the number of the first record's line in the whole
 * file. Fails if a quote is never closed: then the beginnings of later records cannot be found.
 */
export async function csvLines(
  text: string,
  first: number,
): Promise<Result<RawLines, 'quote_open' | 'columns_missing' | 'columns_repeated'>> {
  const records: { cells: string[]; end: number }[] = []
  const { writable, readable } = parse({
    bom: true,
    delimiter: separatorOf(text),
    record_delimiter: text.includes('\n') ? ['\r\n', '\n'] : ['\r'],
    skip_empty_lines: true,
    relax_column_count: true,
    // A quote within a cell without quotes is part of it, as in `5" disc`.
    relax_quotes: true,
    on_record: (cells: string[], { lines }) => {
      records.push({ cells, end: lines })
      return null
    },
  })
  const drained = readable.pipeTo(new WritableStream())
  const writer = writable.getWriter()
  try {
    await Promise.all([writer.write(utf8(text)).then(() => writer.close()), drained])
  } catch {
    return failed('quote_open')
  }
  const [top, ...others] = records
  const header = top?.cells.map((name) => name.trim()) ?? []
  if (!top || header.every((name) => name === '')) return failed('columns_missing')
  const named = header.filter((name) => name !== '')
  if (new Set(named).size < named.length) return failed('columns_repeated')
  let previous = top.end
  const lines = others.map(({ cells, end }): RawLine => {
    const line = first + previous - top.end
    previous = end
    return recordOf(header, cells, line)
  })
  return done({
    header: named,
    lines: lines.filter((one) => !one.ok || Object.values(one.value).some((cell) => cell !== '')),
  })
}

function recordOf(header: string[], cells: string[], line: number): RawLine {
  const length = cells.reduce((sum, one) => sum + one.length, 0)
  if (length > IMPORT_LINE_CHARACTERS) return { line, ok: false, reason: 'line_too_long' }
  // Cells after the last column: a separator inside a cell had no quotes, so the cells are shifted.
  if (cells.slice(header.length).some((one) => one.trim() !== '')) {
    return { line, ok: false, reason: 'line_unreadable' }
  }
  const entries = header.map((name, at) => [name, (cells[at] ?? '').trim()] as const)
  return { line, ok: true, value: Object.fromEntries(entries) }
}

/** The mark between cells: of those in the first line the most frequent. */
function separatorOf(text: string): string {
  const line = /[^\r\n]*/.exec(text.replace(/^\u{FEFF}?[\r\n]*/u, ''))?.[0] ?? ''
  const count = (mark: string) => line.split(mark).length
  return [';', '\t', '|'].reduce((most, mark) => (count(mark) > count(most) ? mark : most), ',')
}
