/**
 * Things of schema.org, whichever way a page writes them: JSON-LD, microdata and metas all become
 * things. Pure; it reads no more than `NESTING_LEVELS`, because pages are written by anybody.
 */

/** A thing by its properties: `offers`, `sku`, `@type`. It has no prototype, so that pages cannot add to it. */
export type Thing = Readonly<Record<string, unknown>>

/** Levels of nesting that are read: a group, its variants, their offers and prices have eight. */
export const NESTING_LEVELS = 32

/** A value as a list: pages write one or several alike. */
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The things among a value, which may be one or a list. */
export const things = (value: unknown): Thing[] => list(value).filter(isThing)

/** A thing of these properties. Of several with one name the first counts; empty ones are none. */
export const thing = (properties: Iterable<readonly [string, unknown]>): Thing => {
  const made: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [name, value] of properties) {
    const key = nameOf(name)
    if (!isEmpty(value) && made[key] === undefined) made[key] = value
  }
  return made
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0)

/** `http://schema.org/sku`, `schema:sku` and `Sku` are all `sku`. */
const nameOf = (name: string): string => {
  const bare = name.replace(/^(https?:\/\/(www\.)?schema\.org\/|schema:)/i, '')
  return bare.charAt(0).toLowerCase() + bare.slice(1)
}

/** A JSON value with things in it. What is nested too deeply is left out. */
export function thingsOf(value: unknown, depth = 0): unknown {
  if (depth > NESTING_LEVELS) return undefined
  if (Array.isArray(value)) return value.map((one) => thingsOf(one, depth + 1))
  if (!isThing(value)) return value
  return thing(
    Object.entries(value).map(([name, inner]) => [name, thingsOf(inner, depth + 1)] as const),
  )
}

/** A text or a number as a text, trimmed; a list or `{"@value"}` gives its first. Empty text is none. */
export function wordIn(value: unknown): string | undefined {
  for (const one of list(value)) {
    const inner = isThing(one) ? (one['@value'] ?? one['value']) : one
    if (typeof inner !== 'string' && typeof inner !== 'number') continue
    const word = `${inner}`.trim()
    if (word) return word
  }
  return undefined
}

/** Whether one of a thing's types, without its prefix, matches. */
export const isOf = (one: Thing, type: RegExp): boolean =>
  list(one['@type']).some(
    (name) => typeof name === 'string' && type.test(name.replace(/^.*[/:#]/, '')),
  )
