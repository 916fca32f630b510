/**
 * CSV, and Google's TSV: the first record names the columns. The parser is csv-parse's transform
 * stream. It never gives out a record: `on_record` collects them, which spares a promise for each.
 *
 * The first line decides how to parse the rest, so its bytes are kept until it is complete.
 */
import { parse } from 'csv-parse/stream'
import { CSV_COLUMNS, RECORD_CHARACTERS } from './limits.ts'
import { FeedFault, type FeedItem, type Parser, textDecoder } from './parser.ts'

/** Reads commas or semicolons with quotes, or tabs without: whichever the first line has most. */
export function csvParser(): Parser {
  const decoder = textDecoder()
  let firstLine = ''
  let kept: Uint8Array[] = []
  let records: RecordWriter | undefined
  let columns: string[] | undefined
  let items: FeedItem[] = []
  let delimiter = ''

  function addRecord(cells: string[]): void {
    // A line of spaces is no record.
    if (cells.length === 1 && cells[0]?.trim() === '') return
    if (columns) items.push(itemOf(columns, cells, delimiter))
    // Each record costs a step for each column, even if the record is short.
    else if (cells.length > CSV_COLUMNS) throw new FeedFault('csv_too_wide')
    else columns = cells.map((name) => name.trim())
  }

  /** Starts to parse, beginning with the bytes that were kept. */
  async function start(): Promise<RecordWriter> {
    delimiter = delimiterOf(firstLine)
    records = recordWriter(
      delimiter,
      firstLine.includes('\n') ? LINE_ENDS : ANY_LINE_ENDS,
      addRecord,
    )
    for (const bytes of kept) await records.write(bytes)
    kept = []
    return records
  }

  return {
    async write(bytes, into) {
      items = into
      // Also checks that the bytes are UTF-8: csv-parse would replace what is not.
      const text = decoder.write(bytes)
      if (records) return records.write(bytes)
      firstLine += text
      kept.push(bytes)
      if (text.includes('\n')) await start()
      else if (firstLine.length > RECORD_CHARACTERS) throw new FeedFault('csv_text_too_long')
    },
    async end(into) {
      items = into
      firstLine += decoder.end()
      await (records ?? (await start())).end()
    },
  }
}

interface RecordWriter {
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
}

const LINE_ENDS = ['\r\n', '\n']
/** Also those of old spreadsheets: only for a file without any line feed. */
const ANY_LINE_ENDS = [...LINE_ENDS, '\r']

function recordWriter(
  delimiter: string,
  lineEnds: string[],
  onRecord: (cells: string[]) => void,
): RecordWriter {
  const { writable } = parse({
    bom: true,
    delimiter,
    record_delimiter: lineEnds,
    quote: delimiter === '\t' ? null : '"',
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: RECORD_CHARACTERS,
    on_record: (cells: string[]) => {
      onRecord(cells)
      return null
    },
  })
  const writer = writable.getWriter()
  return {
    // A fault fails the next write, or `closed`.
    write: (bytes) => writer.write(bytes),
    async end() {
      await writer.close()
      await writer.closed
    },
  }
}

/** An item by column name; empty cells are left out. Throws when text stands beyond the columns. */
function itemOf(columns: string[], cells: string[], delimiter: string): FeedItem {
  if (cells.slice(columns.length).some((cell) => cell !== '')) {
    throw new Error('a record with too many cells')
  }
  const item: FeedItem = {}
  for (const [index, name] of columns.entries()) {
    const cell = cells[index] ?? ''
    const text = (delimiter === '\t' ? unquoted(cell) : cell).trim()
    if (text !== '') item[name] = text
  }
  return item
}

/** With tabs, quotes count only around a whole cell: an inch mark in a title stays as it is. */
const unquoted = (cell: string): string =>
  /^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell

function delimiterOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') + 1) || text
  const count = (mark: string) => line.split(mark).length
  return ['\t', ';', ','].reduce((most, mark) => (count(mark) > count(most) ? mark : most), ',')
}
