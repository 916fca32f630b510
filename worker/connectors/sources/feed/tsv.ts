/**
 * Tabs, as merchants write them for Google. Most programs put quotes around a cell with a line break;
 * some never quote, and then a quote is an inch mark. No document says which. So a cell that begins
 * with a quote is quoted if the quote is closed at the end of a cell. A line that ends within quotes
 * goes on in the next one as long as together they have no more cells than there are columns. Pure.
 */
import { RECORD_CHARACTERS } from './limits.ts'
import { FeedFault } from './parser.ts'

/** Reads lines, each without its end, and gives records as soon as they are complete. */
export interface TsvReader {
  line(text: string): void
  /** The last record. */
  end(): void
}

export function tsvReader(onRecord: (cells: string[]) => void): TsvReader {
  let columns = 0
  /** Lines that may be one record, with how many cells and characters. */
  let open: string[] = []
  let cells = 0
  let characters = 0

  function give(record: string): void {
    if (record.trim() === '') return
    const found = cellsOf(record)
    // The first record names the columns.
    if (columns === 0) columns = found.length
    onRecord(found)
  }

  /** Takes the lines before as records of their own: the quote was a letter. */
  function close(): void {
    const lines = open
    open = []
    for (const one of lines) give(one)
  }

  function line(text: string): void {
    if (open.length === 0) {
      if (!endsInQuotes(text)) return give(text)
      open = [text]
      cells = tabsIn(text) + 1
      characters = text.length
      return
    }
    // Where the quoted part ends: at a quote that is not doubled, or not in this line.
    const end = /^[^"]*(?:""[^"]*)*/.exec(text)?.[0].length ?? 0
    const isOpen = end === text.length
    const closes = end + 1 === text.length || text[end + 1] === '\t'
    cells += tabsIn(text)
    characters += text.length + 1
    if (characters > RECORD_CHARACTERS) throw new FeedFault('csv_text_too_long')
    if (cells > columns || (!isOpen && !closes)) {
      close()
      return line(text)
    }
    open.push(text)
    if (!isOpen && !endsInQuotes(text.slice(end + 2))) {
      const record = open.join('\n')
      open = []
      give(record)
    }
  }

  return { line, end: close }
}

const tabsIn = (text: string): number => text.split('\t').length - 1

/** A quoted cell and what ends it. */
const QUOTED = /"([^"]*(?:""[^"]*)*)"(\t|$)/y

/** A cell that begins at `at`: its text, and where the next one begins; past the end for the last. */
function cellAt(record: string, at: number): { text: string; next: number; isQuoted: boolean } {
  QUOTED.lastIndex = at
  const quoted = QUOTED.exec(record)
  if (quoted) {
    const text = (quoted[1] ?? '').replaceAll('""', '"')
    return { text, next: quoted[2] ? QUOTED.lastIndex : record.length + 1, isQuoted: true }
  }
  const tab = record.indexOf('\t', at)
  const end = tab < 0 ? record.length : tab
  return { text: record.slice(at, end), next: end + 1, isQuoted: false }
}

function cellsOf(record: string): string[] {
  const cells: string[] = []
  for (let at = 0; at <= record.length;) {
    const { text, next } = cellAt(record, at)
    cells.push(text)
    at = next
  }
  return cells
}

/** Whether a cell begins with a quote that nothing closes. */
function endsInQuotes(record: string): boolean {
  for (let at = 0; at <= record.length;) {
    const { next, isQuoted } = cellAt(record, at)
    if (!isQuoted && record[at] === '"' && /^"[^"]*(?:""[^"]*)*$/.test(record.slice(at)))
      return true
    at = next
  }
  return false
}
