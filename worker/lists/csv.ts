/**
 * CSV (RFC 4180) of lists, written so that no spreadsheet takes a cell for a formula, and read back to the same
 * values. csv-stringify marks formulas, too, but leaves cells alone that begin with the mark itself, so a
 * reader cannot take the mark off. Pure.
 */
import { FIELDS, type LineKind } from './format.ts'

/** Excel reads a file as UTF-8 only if it begins with this. Our own reader skips it. */
export const BYTE_ORDER_MARK = '\u{FEFF}'

const LINE_END = '\r\n'
const MARK = "'"

// OWASP, "CSV Injection": =, +, -, @, tab and line ends, and the full-width forms of the first four. The mark
// itself is marked, too: else a reader could not know whether it is part of the value.
const LOOKS_LIKE_FORMULA = /^['=+\-@\t\r\n＝＋－＠]/

/** A value as a cell: texts as they are, lists of texts with spaces between, everything else as JSON. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(' ')
  return JSON.stringify(value)
}

/** A cell, marked and quoted where it has to be. */
function cell(value: unknown): string {
  const text = cellText(value)
  const safe = typeof value !== 'number' && LOOKS_LIKE_FORMULA.test(text) ? MARK + text : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The first record of a list: the names of its columns, with the byte order mark. */
export const csvHeader = (kind: LineKind): string =>
  BYTE_ORDER_MARK + FIELDS[kind].join(',') + LINE_END

/** A line of a list as a record. */
export const csvRecord = (kind: LineKind, values: Record<string, unknown>): string =>
  FIELDS[kind].map((name) => cell(values[name])).join(',') + LINE_END

/**
 * A cell without the mark that our export or a spreadsheet put before a formula. `ours`: the file is an
 * export of ours, where a mark before a mark stands for one.
 */
export const unmarked = (text: string, ours: boolean): string =>
  (ours ? text.startsWith(MARK) : MARKED_FORMULA.test(text)) ? text.slice(1) : text

const MARKED_FORMULA = /^'[=+\-@\t\r＝＋－＠]/
