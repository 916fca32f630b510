/**
 * Holds an answer against an OpenAPI document, strictly: a status that the operation has, its media type,
 * and a body with no member that the document does not name. Pure.
 */
import { brokenValues } from './broken.ts'
import { finderOf } from './operations.ts'
import { isObject, type Json, resolved, type Validate, validators } from './schema.ts'

/** An answer, and the request that it answers. */
export interface Answered {
  method: string
  /** Without the query. Not decoded. */
  path: string
  status: number
  /** The header `Content-Type`; undefined if there is none. */
  type: string | undefined
  /** The body; empty if there is none. */
  text: string
}

/** Gives the deviations of an answer from a description, in words; empty if there are none. */
export type AnswerCheck = (answer: Answered) => string[]

/** The check of a document. */
export function answerCheck(document: Json): AnswerCheck {
  const find = finderOf(document)
  const make = validators(document)
  const compiled = new Map<unknown, Validate>()
  return ({ method, path, status, type, text }) => {
    const found = find(method, path)
    if (typeof found === 'string') return [found]
    const response = responseOf(document, found.operation, status)
    if (!response) return [`no such status: ${status}`]
    const content = isObject(response['content']) ? response['content'] : {}
    if (Object.keys(content).length === 0) {
      return text === '' && type === undefined ? [] : ['the answer has no body']
    }
    const media = content[type?.split(';', 1)[0]?.trim().toLowerCase() ?? '']
    if (!isObject(media)) {
      return [`media type ${type ?? '(none)'} instead of ${Object.keys(content).join(', ')}`]
    }
    const { schema = true } = media
    const validate = compiled.get(schema) ?? make(schema)
    compiled.set(schema, validate)
    return isJson(text) ? validate(JSON.parse(text)) : ['the body is not JSON']
  }
}

/** The response for a status: under the status itself, under `4XX`, or under `default`. */
function responseOf(document: Json, operation: Json, status: number): Json | undefined {
  const all = isObject(operation['responses']) ? operation['responses'] : {}
  const found = all[status] ?? all[`${Math.floor(status / 100)}XX`] ?? all['default']
  return isObject(found) ? resolved(document, found) : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A status that no description has. */
const NO_STATUS = 299

/** Copies of an answer with one thing wrong each, and in words what it is. */
export function* brokenAnswers(answer: Answered): Generator<[way: string, Answered]> {
  yield ['path', { ...answer, path: `/no-such-path${answer.path}` }]
  yield ['method', { ...answer, method: 'PURGE' }]
  yield ['status', { ...answer, status: NO_STATUS }]
  yield ['media type', { ...answer, type: 'text/csv' }]
  if (answer.text === '') {
    yield ['body', { ...answer, text: '{}' }]
    return
  }
  yield ['no body', { ...answer, text: '' }]
  yield ['no JSON', { ...answer, text: `${answer.text}}` }]
  for (const [way, broken] of brokenValues(JSON.parse(answer.text))) {
    yield [way, { ...answer, text: JSON.stringify(broken) }]
  }
}

/** The ways to break an answer of which a check notices no copy. Empty for a sound check. */
export function waysMissed(check: AnswerCheck, answer: Answered): string[] {
  const noticed = new Map<string, boolean>()
  for (const [way, broken] of brokenAnswers(answer)) {
    if (noticed.get(way) !== true) noticed.set(way, check(broken).length > 0)
  }
  return [...noticed].flatMap(([way, yes]) => (yes ? [] : [way]))
}
