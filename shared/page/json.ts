/**
 * Reads JSON-LD that is not quite JSON, as search engines do: pages are written by templates. Pure.
 */
import { decoded } from './text.ts'

/**
 * The value of a text; undefined if it is beyond repair. What `JSON.parse` takes is read as it is.
 * Otherwise these are mended: a byte order mark, CDATA and HTML comments around the text, comments,
 * commas that separate nothing, properties without a value, semicolons after the end, line breaks and tabs in
 * a text, escapes that JSON lacks, quotes written as `&quot;`, and several values in a row, which become a
 * list.
 */
export function forgivingParse(text: string): unknown {
  const value = parsed(text)
  if (value !== undefined || text.length > MENDED) return value
  const better = mended(text.includes('"') ? text : decoded(text))
  return parsed(better) ?? parsed(`[${better}]`)
}

/** Characters of a text that is mended; longer ones are data that some program wrote. */
const MENDED = 500_000

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Pieces of a text: a string or a comment (which may never end), a wrapper of HTML, or one character. */
const PIECES =
  /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|\/\*[^]*?(?:\*\/|$)|\/\/[^\n\r]*|<!\[CDATA\[|\]\]>|<!--|-->|[^]/g

/** In one pass over the text, so that its time grows with its length and no faster. */
function mended(text: string): string {
  const kept: string[] = []
  /** Where a comma stands with nothing but blanks after it; -1 if none does. */
  let comma = -1
  let depth = 0
  let hasEnded = false
  for (const [piece] of text.matchAll(PIECES)) {
    const [first = ''] = piece
    const isString = first === '"' && piece.length > 1
    // Comments and wrappers count as blanks.
    if (!isString && (piece.length > 1 || /[\s\ufeff;]/.test(first))) continue
    // A template that had no value for a property.
    if (/[,}]/.test(first) && kept.at(-1) === ':') kept.push('null')
    if (/[\]}]/.test(first)) {
      if (comma >= 0) kept[comma] = ''
      depth -= 1
      hasEnded ||= depth === 0
    }
    if (/[[{]/.test(first)) {
      // A value right after the end of another.
      if (depth === 0 && hasEnded && comma < 0) kept.push(',')
      depth += 1
    }
    // A template leaves out a property and keeps its comma.
    if (first === ',' && (comma >= 0 || /^[[{]?$/.test(kept.at(-1) ?? ''))) continue
    comma = first === ',' ? kept.length : -1
    kept.push(isString ? stringOf(piece) : piece)
  }
  if (comma >= 0) kept[comma] = ''
  return kept.join('')
}

const JSON_ESCAPE = /^\\(?:u[\da-f]{4}|["\\/bfnrt])$/i
const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A string with its control characters escaped, and without backslashes that escape nothing. */
const stringOf = (text: string): string =>
  text
    .replaceAll(/\\(?:u[\da-f]{4}|[^])/gi, (escape) =>
      JSON_ESCAPE.test(escape) ? escape : escape.slice(1),
    )
    .replaceAll(/\p{Cc}/gu, (control) => ESCAPES[control] ?? ' ')
