/**
 * Generates broken versions of a documented payload: each field in turn is removed, and is replaced by a
 * value of each wrong type. The contract tests of a connector show with them that the field does not
 * matter: the level or the report is the same.
 */

/** A payload with one field changed. */
export interface Broken {
  /** Where: `variants.0.price`. */
  path: string
  /** The new value as JSON; `missing` if the field was removed. */
  instead: string
  payload: unknown
}

const WRONG: readonly unknown[] = [
  null,
  '',
  'nonsense',
  '\u{1F9E8}'.repeat(300),
  0,
  -1,
  7.5,
  1e300,
  false,
  true,
  [],
  {},
  [null],
  { 0: null, 2: {} },
]

/**
 * All payloads with one field broken. `decides`: the paths of the fields that the connector may depend on;
 * `*` stands for any one part. A field that contains a deciding field is not broken either.
 */
export function* brokenFields(payload: unknown, decides: readonly string[]): Generator<Broken> {
  for (const path of pathsOf(payload)) {
    if (decides.some((one) => isAtOrIn(one, path))) continue
    const before = JSON.stringify(valueAt(payload, path))
    yield { path: path.join('.'), instead: 'missing', payload: changed(payload, path) }
    for (const wrong of WRONG) {
      const instead = JSON.stringify(wrong)
      if (instead === before) continue
      yield { path: path.join('.'), instead, payload: changed(payload, path, wrong) }
    }
  }
}

/** All payloads with one number as text, or one text of digits as a number. The result must not change. */
export function* retypedFields(payload: unknown): Generator<Broken> {
  for (const path of pathsOf(payload)) {
    const value = valueAt(payload, path)
    const other =
      typeof value === 'number'
        ? String(value)
        : typeof value === 'string' && /^\d+$/.test(value) && String(Number(value)) === value
          ? Number(value)
          : undefined
    if (other === undefined) continue
    const instead = JSON.stringify(other)
    yield { path: path.join('.'), instead, payload: changed(payload, path, other) }
  }
}

type Path = readonly string[]

/** Every field of a payload, outer ones first; not the payload itself. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield [...path, key]
    yield* pathsOf(inner, [...path, key])
  }
}

/** Whether a deciding path is at a path or inside of it. */
function isAtOrIn(decides: string, path: Path): boolean {
  const parts = decides.split('.')
  return (
    path.length <= parts.length && path.every((key, at) => ['*', key].includes(parts[at] ?? ''))
  )
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner: unknown, key) => (inner as Record<string, unknown>)[key], value)

/** A copy with another value at a path; without the field if there is no value. */
function changed(payload: unknown, path: Path, ...value: [unknown?]): unknown {
  const copy: unknown = structuredClone(payload)
  const holder = valueAt(copy, path.slice(0, -1)) as Record<string, unknown>
  const key = path.at(-1) ?? ''
  if (value.length > 0) holder[key] = value[0]
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
  return copy
}

/** The payload once for each change of each of its texts: two with half a character in it, by default. */
export function* changedTexts(
  payload: unknown,
  changes: readonly ((text: string) => string)[] = HALF_A_CHARACTER,
): Generator<Broken> {
  for (const path of pathsOf(payload)) {
    const text = valueAt(payload, path)
    if (typeof text !== 'string') continue
    for (const change of changes) {
      const other = change(text)
      yield {
        path: path.join('.'),
        instead: JSON.stringify(other),
        payload: changed(payload, path, other),
      }
    }
  }
}

const HALF_A_CHARACTER = [(text: string) => `${text}\ud800`, (text: string) => `\udc00${text}`]
