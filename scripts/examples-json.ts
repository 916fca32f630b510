/** Formats answers for docs/examples.md. Pure. */

/** A longer text of an answer is cut. */
const MOST_CHARACTERS = 240
/** Of a longer list in an answer, only the beginning is shown. */
const MOST_ITEMS = 3

/** A text, cut if it is long. */
export const cut = (text: string) =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text

/** Cuts long texts and lists of an answer, and removes keys and tokens from it. */
export function short(value: unknown): unknown {
  if (typeof value === 'string') {
    return cut(value.replaceAll(/\b(sk_|fk_)\w+/g, '$1…').replace(/(\/[a-z]\/)ey[\w.-]+/, '$1…'))
  }
  if (Array.isArray(value)) {
    const some: unknown[] = value.slice(0, MOST_ITEMS).map(short)
    return value.length > MOST_ITEMS ? [...some, '…'] : some
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, short(one)]))
}

/** JSON as a person would write it: what fits into a line stands in one. */
export function written(value: unknown, indent = ''): string {
  const line = inLine(value)
  if (typeof value !== 'object' || value === null || indent.length + line.length <= 110) return line
  const deeper = `${indent}  `
  const isList = Array.isArray(value)
  const lines = isList
    ? value.map((one) => deeper + written(one, deeper))
    : Object.entries(value).map(([name, one]) => `${deeper}"${name}": ${written(one, deeper)}`)
  const [open, close] = isList ? '[]' : '{}'
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inside = Object.entries(value).map(([name, one]) => `"${name}": ${inLine(one)}`)
  return inside.length > 0 ? `{ ${inside.join(', ')} }` : '{}'
}
