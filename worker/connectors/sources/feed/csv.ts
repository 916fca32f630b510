/**
 * CSV, and TSV as for Google: the first record names the columns. Commas, semicolons and bars are read
 * by csv-parse's transform stream, which collects records instead of giving them out: that spares a
 * promise for each. Tabs are read line by line (tsv.ts).
 *
 * The first line decides how to parse the rest, so its bytes are kept until it is complete.
 */
import { parse } from 'csv-parse/stream'
import { withLocations } from './columns.ts'
import { CSV_COLUMNS, RECORD_CHARACTERS } from './limits.ts'
import { FeedFault, type FeedItem, MISSHAPEN, type Parser, textDecoder } from './parser.ts'
import { tsvReader } from './tsv.ts'

/** Reads records whose cells are separated by whichever mark the first line has most. */
export function csvParser(): Parser {
  const decoder = textDecoder()
  let firstLine = ''
  let kept: Uint8Array[] = []
  let records: RecordWriter | undefined
  let columns: string[] | undefined
  let items: FeedItem[] = []

  function addRecord(cells: string[]): void {
    // A line of spaces is no record; nor is the line that names the separator, for Excel.
    if (cells.every((cell) => cell.trim() === '')) return
    if (!columns && SEPARATOR_LINE.test(cells.join(''))) return
    if (columns) items.push(itemOf(columns, cells))
    // Every record costs a step for each column, however short it is.
    else if (cells.length > CSV_COLUMNS) throw new FeedFault('csv_too_wide')
    else columns = withLocations(cells.map((name) => name.trim()))
  }

  /** Starts to parse, beginning with the bytes that were kept. */
  async function start(): Promise<RecordWriter> {
    const delimiter = delimiterOf(firstLine)
    const lineEnds = firstLine.includes('\n') ? LINE_ENDS : ANY_LINE_ENDS
    records =
      delimiter === '\t' ? lineWriter(addRecord) : recordWriter(delimiter, lineEnds, addRecord)
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
      if (firstLine.endsWith('\n') && firstLine.trim() === '') {
        firstLine = ''
        kept = []
      } else if (text.includes('\n') && hasLine(firstLine)) await start()
      else if (firstLine.length > RECORD_CHARACTERS) throw new FeedFault('csv_text_too_long')
    },
    async end(into) {
      items = into
      firstLine += decoder.end()
      await (records ?? (await start())).end()
    },
  }
}

/** `sep=;` in the first line tells Excel the separator. */
const SEPARATOR_LINE = /^sep=[,;|\t]?$/i

/** Empty lines at the beginning. */
const BLANK_LINES = /^(?:[^\S\n]*\n)+/

/** Whether the line that names the columns is complete. */
const hasLine = (text: string): boolean =>
  text
    .replace(BLANK_LINES, '')
    .replace(/^sep=.\r?\n/i, '')
    .includes('\n')

interface RecordWriter {
  write(bytes: Uint8Array): void | Promise<void>
  end(): void | Promise<void>
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
    quote: '"',
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

function lineWriter(onRecord: (cells: string[]) => void): RecordWriter {
  const decoder = textDecoder()
  const reader = tsvReader(onRecord)
  let rest = ''
  let hasFeeds = false
  const take = (text: string, isEnd: boolean) => {
    rest += text
    if (rest.length - text.length > RECORD_CHARACTERS) throw new FeedFault('csv_text_too_long')
    hasFeeds ||= text.includes('\n')
    if (!isEnd && !text.includes('\n')) return
    const lines = rest.split(hasFeeds ? /\r?\n/ : /\r/)
    rest = isEnd ? '' : (lines.pop() ?? '')
    for (const line of lines) reader.line(line)
  }
  return {
    write: (bytes) => take(decoder.write(bytes), false),
    end() {
      take(decoder.end(), true)
      reader.end()
    },
  }
}

/**
 * An item by column name; empty cells are left out. If a record has text after its last
 * column, a separator inside a cell had no quotes: then the later cells belong to other columns.
 */
function itemOf(columns: string[], cells: string[]): FeedItem {
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) return MISSHAPEN
  const item: FeedItem = {}
  for (const [index, name] of columns.entries()) {
    const text = (cells[index] ?? '').trim()
    if (text !== '') item[name] = text
  }
  return item
}

function delimiterOf(start: string): string {
  const text = start.replace(BLANK_LINES, '')
  const named = /^sep=([,;|\t])\r?\n/i.exec(text)?.[1]
  if (named !== undefined) return named
  const line = text.slice(0, text.indexOf('\n') + 1) || text
  const count = (mark: string) => line.split(mark).length
  return ['\t', ';', '|', ','].reduce(
    (most, mark) => (count(mark) > count(most) ? mark : most),
    ',',
  )
}
