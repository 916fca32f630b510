/**
 * Schemas of an OpenAPI document as strict JSON Schema: an object may have only the properties that the
 * document names, unless it says otherwise or names none. Pure.
 *
 * Within `allOf`, `anyOf` and `oneOf` a part knows only some of the properties, so the whole is strict
 * and the parts are not. `oneOf` is read as `anyOf`: published documents often list parts that overlap.
 */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'

export type Json = Record<string, unknown>

/** Checks a value against a schema; gives the faults, each with its place. Empty if the value fits. */
export type Validate = (value: unknown) => string[]

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a pointer such as `#/components/schemas/Item`. Throws if there is none. */
export function at(document: Json, pointer: string): Json {
  const parts = pointer.replace(/^#\//, '').split('/')
  const found = parts.reduce<unknown>((inner, part) => {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    return isObject(inner) || Array.isArray(inner) ? (inner as Json)[key] : undefined
  }, document)
  if (!isObject(found)) throw new Error(`nothing at ${pointer}`)
  return found
}

/** The object itself, or the one that its `$ref` points to. */
export const resolved = (document: Json, value: Json): Json =>
  typeof value['$ref'] === 'string' ? resolved(document, at(document, value['$ref'])) : value

// Only these keywords restrict a value; descriptions, examples and extensions do not.
const PLAIN = [
  'enum',
  'const',
  'required',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'multipleOf',
]
const PARTS = ['allOf', 'anyOf', 'oneOf'] as const

/** The formats that are checked. The others in use do not restrict a value. */
const FORMATS: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/i,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
}

/** Makes validators for the schemas of one document. `coerce`: values come as text, as in a form. */
export function validators(document: Json, { coerce = false } = {}) {
  const defs: Record<string, unknown> = {}
  const ajv = new Ajv2020({
    // No unknown keyword or format. `allOf` splits a type and its keywords, which is no fault.
    strict: true,
    strictTypes: false,
    allErrors: true,
    logger: false,
    coerceTypes: coerce ? 'array' : false,
    formats: FORMATS,
  })

  function reference(pointer: string, strict: boolean): Json {
    const name = `${strict ? 'strict' : 'part'} ${pointer}`
    if (!(name in defs)) {
      defs[name] = true
      defs[name] = translated(at(document, pointer), strict)
    }
    return {
      $ref: `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
    }
  }

  function translated(schema: unknown, strict: boolean): unknown {
    if (!isObject(schema)) return schema !== false
    if (typeof schema['$ref'] === 'string')
      return nullable(schema, reference(schema['$ref'], strict))
    const { properties, items, additionalProperties, not, type } = schema
    const result: Json = {}
    for (const key of PLAIN) if (schema[key] !== undefined) result[key] = schema[key]
    if (typeof result['format'] === 'string' && !(result['format'] in FORMATS))
      delete result['format']
    if (type !== undefined) result['type'] = type
    for (const [limit, exclusive] of [
      ['minimum', 'exclusiveMinimum'],
      ['maximum', 'exclusiveMaximum'],
    ] as const) {
      if (schema[exclusive] === true) {
        result[exclusive] = result[limit]
        delete result[limit]
      } else if (typeof schema[exclusive] === 'number') result[exclusive] = schema[exclusive]
    }
    if (items !== undefined) result['items'] = translated(items, true)
    if (not !== undefined) result['not'] = translated(not, false)
    if (isObject(properties)) {
      result['properties'] = Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, translated(one, true)]),
      )
    }
    const parts = PARTS.filter((key) => Array.isArray(schema[key]))
    // A schema that is only a choice: then each alternative is strict by itself.
    const only = !isObject(properties) && parts.length === 1 && parts[0] !== 'allOf'
    for (const key of parts) {
      const list = (schema[key] as unknown[]).map((one) => translated(one, strict && only))
      result[key === 'oneOf' ? 'anyOf' : key] = list
    }
    if (additionalProperties !== undefined) {
      result['additionalProperties'] = translated(additionalProperties, true)
    } else if (strict && !only && (isObject(properties) || parts.length > 0)) {
      result['unevaluatedProperties'] = false
    }
    return nullable(schema, result)
  }

  /** The validator of a schema of the document. */
  return (schema: unknown): Validate => {
    const root = translated(schema, true)
    const validate = ajv.compile({ $defs: defs, allOf: [root as Json] })
    return (value) => {
      const box = { value: structuredClone(value) }
      return validate(box.value) ? [] : worded(validate.errors ?? [])
    }
  }
}

// OpenAPI 3.0 says `nullable`; 3.1 lists null among the types.
const nullable = (schema: Json, result: Json): Json =>
  schema['nullable'] === true ? { anyOf: [result, { type: 'null' }] } : result

const SUMMARIES = new Set(['anyOf', 'allOf', 'oneOf', 'not', 'if'])

function worded(errors: ErrorObject[]): string[] {
  const own = errors.filter(({ keyword }) => !SUMMARIES.has(keyword))
  const shown = (own.length > 0 ? own : errors).map(({ instancePath, message, params }) => {
    const more = Object.values(params as Json).filter((one) => typeof one === 'string')
    const name = message?.includes('propert') ? ` ${more.join(' ')}` : ''
    return `${instancePath || '/'} ${message ?? 'does not fit'}${name}`
  })
  return [...new Set(shown)]
}
