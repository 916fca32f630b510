/**
 * Reads the `filter` of a list: `any(ids,["A","B"])`, `equals(sku,"A")`, several with a comma between them.
 * Texts are in single or double quotes, with escapes as in JSON.
 */
import { done, failed, type Result } from '../../../../result.ts'

/** One condition: its operator, its field and its value. */
export interface Condition {
  operator: string
  field: string
  value: string | boolean | string[]
}

const HEAD = /\s*([a-z-]+)\(\s*([a-z._]+)\s*,\s*/y
const TEXT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y
const WORD = /true|false/y

/** The conditions of a filter. They all have to hold. */
export function conditionsIn(filter: string): Result<Condition[], 'malformed'> {
  const conditions: Condition[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(filter)
    if (found) at = pattern.lastIndex
    return found
  }
  const text = (): string | undefined => {
    const found = take(TEXT)
    return found ? unescaped(found[1] ?? found[2] ?? '') : undefined
  }
  const list = (): string[] | undefined => {
    if (!take(/\[\s*/y)) return undefined
    const all: string[] = []
    do {
      const one = text()
      if (one === undefined) return undefined
      all.push(one)
    } while (take(/\s*,\s*/y))
    return take(/\s*\]/y) ? all : undefined
  }
  do {
    const [, operator = '', field = ''] = take(HEAD) ?? []
    const word = take(WORD)?.[0]
    const value = word === undefined ? (text() ?? list()) : word === 'true'
    if (!operator || value === undefined || !take(/\s*\)\s*/y)) return failed('malformed')
    conditions.push({ operator, field, value })
  } while (take(/,/y))
  return at === filter.length ? done(conditions) : failed('malformed')
}

/** A text without its escapes: those of JSON, and any other character for itself. */
const unescaped = (text: string): string =>
  text.replace(/\\(u[0-9a-f]{4}|.)/gi, (_, escape: string) => {
    if (/^u[0-9a-f]{4}$/i.test(escape))
      return String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[escape] ?? escape
  })
