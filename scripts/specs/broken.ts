/**
 * Breaks a good request in every way that a check has to notice. A check that misses a broken request
 * is worth nothing, and is reported. Pure.
 */
import { isObject, type Json } from './schema.ts'
import { type Check, jsonBody, mediaType, type Sent } from './sent.ts'

/** The fault of a broken copy. */
export type Way = 'path' | 'method' | 'query' | 'media type' | 'unknown' | 'missing' | 'type'

const FORM = 'application/x-www-form-urlencoded'

/** Broken copies of a request. */
export function* brokenCopies(sent: Sent): Generator<[Way, Sent]> {
  // The last part of a path may be an id, and the first part may depend on the host: add to them.
  yield ['path', { ...sent, path: `${sent.path}/no-such-path` }]
  yield ['path', { ...sent, path: `/no-such-path${sent.path}` }]
  yield ['method', { ...sent, method: sent.method === 'PURGE' ? 'GET' : 'PURGE' }]
  const query = new URLSearchParams(sent.query)
  query.set('noSuchParameter', '1')
  yield ['query', { ...sent, query }]
  if (sent.text === '') return
  yield ['media type', { ...sent, headers: { ...sent.headers, 'content-type': 'text/csv' } }]
  if (mediaType(sent) === FORM) {
    yield* forms(sent)
    return
  }
  const body = jsonBody(sent)
  for (const [way, broken] of brokenValues(body))
    yield [way, { ...sent, text: JSON.stringify(broken) }]
}

function* forms(sent: Sent): Generator<[Way, Sent]> {
  const form = () => new URLSearchParams(sent.text)
  const more = form()
  more.set('NoSuchField', '1')
  yield ['unknown', { ...sent, text: more.toString() }]
  for (const name of new Set(form().keys())) {
    const less = form()
    less.delete(name)
    yield ['missing', { ...sent, text: less.toString() }]
  }
}

/** A value with one thing wrong, anywhere in it. */
export function* brokenValues(value: unknown): Generator<[Way, unknown]> {
  yield ['type', isObject(value) ? 'nonsense' : { no: 'such value' }]
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      for (const [way, broken] of brokenValues(one)) yield [way, value.with(index, broken)]
    }
  }
  if (!isObject(value)) return
  yield ['unknown', { ...value, noSuchField: 1 }]
  for (const [name, one] of Object.entries(value)) {
    const { [name]: _, ...rest }: Json = value
    yield ['missing', rest]
    for (const [way, broken] of brokenValues(one)) yield [way, { ...value, [name]: broken }]
  }
}

/** How many requests of one operation are broken: the others look alike. */
const OF_ONE_OPERATION = 5

/**
 * The holes of a check: for each method and path among good requests, the ways of which it notices no broken
 * copy. Empty for a sound check. `blind`: ways that the description does not cover.
 */
export function letsThrough(check: Check, good: Sent[], blind: readonly Way[] = []): string[] {
  const operations = Map.groupBy(good, ({ method, path }) => `${method} ${path}`)
  return [...operations].flatMap(([operation, requests]) => {
    const noticed = new Map<Way, boolean>()
    for (const sent of requests.slice(0, OF_ONE_OPERATION)) {
      for (const [way, broken] of brokenCopies(sent)) {
        if (noticed.get(way) !== true) noticed.set(way, check(broken).length > 0)
      }
    }
    const missed = [...noticed].flatMap(([way, yes]) => (yes || blind.includes(way) ? [] : [way]))
    return missed.map((way) => `${operation}: ${way}`)
  })
}
