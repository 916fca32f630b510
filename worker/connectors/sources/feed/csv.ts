/**
 * CSV, and Google's TSV: the first record names the columns. csv-parse reads texts that end where
 * a record does, which this file cuts from what comes; its streaming build needs Node's streams.
 */
import { parse } from 'csv-parse/browser/esm/sync'
import { type FeedItem, type Parser, textDecoder } from './parser.ts'

/** A record that is longer is none: a quote was never closed. */
const LONGEST_RECORD_CHARACTERS = 1024 * 1024

/** Commas or semicolons with quotes, whichever the first line has; or tabs without. */
export function csvParser(): Parser {
  const decoder = textDecoder()
  let columns: string[] | undefined
  let delimiter = ''
  let rest = ''
  // How much of `rest` was looked at, and where quotes stand: a break within them ends no record.
  let looked = 0
  let quoted = false

  function addRecords(text: string, items: FeedItem[]): void {
    if (text.trim() === '') return
    if (delimiter === '') delimiter = delimiterOf(text)
    parse(text, {
      delimiter,
      quote: delimiter === '\t' ? null : '"',
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (row: string[]) => {
        if (columns) items.push(itemOf(columns, row))
        else columns = row.map((name) => name.trim())
        return null
      },
    })
  }

  function itemOf(names: string[], row: string[]): FeedItem {
    if (row.slice(names.length).some((cell) => cell !== '')) {
      throw new Error('a record with too many cells')
    }
    const item: FeedItem = {}
    for (const [index, name] of names.entries()) {
      const cell = unquoted(row[index] ?? '').trim()
      if (cell !== '') item[name] = cell
    }
    return item
  }

  /** Cuts off whole records. */
  function cut(): string {
    let end = 0
    for (; looked < rest.length; looked += 1) {
      const code = rest.charCodeAt(looked)
      if (code === QUOTE && delimiter !== '\t') quoted = !quoted
      else if (code === LINE_FEED && !quoted) {
        end = looked + 1
        if (delimiter === '') delimiter = delimiterOf(rest)
      }
    }
    const whole = rest.slice(0, end)
    rest = rest.slice(end)
    looked = rest.length
    if (rest.length > LONGEST_RECORD_CHARACTERS) throw new Error('a record without an end')
    return whole
  }

  const unquoted = (cell: string) =>
    delimiter === '\t' && /^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell

  return {
    write(bytes, items) {
      rest += decoder.write(bytes)
      addRecords(cut(), items)
    },
    end(items) {
      rest += decoder.end()
      if (quoted) throw new Error('a quote without an end')
      addRecords(rest, items)
    },
  }
}

const QUOTE = 0x22
const LINE_FEED = 0x0a

function delimiterOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') + 1) || text
  const count = (mark: string) => line.split(mark).length
  return ['\t', ';', ','].reduce((most, mark) => (count(mark) > count(most) ? mark : most), ',')
}
