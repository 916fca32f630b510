/**
 * An AWS service as botocore describes it (`service-2.json`, protocol rest-json), read into the shape of
 * OpenAPI. A structure may have only its members. Pure.
 */
import { type Json, isObject } from '../schema.ts'

const HOLE = /\{([^}]+?)\+?\}/g
const TYPES: Record<string, string> = {
  string: 'string',
  blob: 'string',
  boolean: 'boolean',
  integer: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  timestamp: 'number',
}

/** The document of a service. */
export function fromBotocore(service: Json): Json {
  const shapes = isObject(service['shapes']) ? service['shapes'] : {}
  const operations = isObject(service['operations']) ? Object.values(service['operations']) : []
  const paths: Record<string, Json> = {}
  for (const operation of operations.filter(isObject)) {
    const http = operation['http'] as Json
    const path = String(http['requestUri']).replaceAll(HOLE, '{$1}')
    const input = isObject(operation['input']) ? String(operation['input']['shape']) : undefined
    const shape = input === undefined ? {} : (shapes[input] as Json)
    const at = (paths[path] ??= {})
    at[String(http['method']).toLowerCase()] = {
      parameters: parametersOf(shape),
      ...bodyOf(shape),
      security: [{ sigv4: [] }],
    }
  }
  const schemas = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, schemaOf(shape as Json)]),
  )
  const sigv4 = { type: 'apiKey', in: 'header', name: 'Authorization' }
  return { paths, components: { schemas, securitySchemes: { sigv4 } } }
}

const membersOf = (shape: Json): [string, Json][] =>
  isObject(shape['members']) ? (Object.entries(shape['members']) as [string, Json][]) : []
const requiredOf = (shape: Json): string[] =>
  Array.isArray(shape['required']) ? (shape['required'] as string[]) : []
const reference = (member: Json): Json => ({ $ref: `#/components/schemas/${member['shape']}` })

const PLACES: Record<string, string> = { uri: 'path', querystring: 'query', header: 'header' }

function parametersOf(shape: Json): Json[] {
  return membersOf(shape).flatMap(([name, member]) => {
    const place = PLACES[String(member['location'])]
    if (!place) return []
    const required = requiredOf(shape).includes(name)
    return [
      { name: member['locationName'] ?? name, in: place, required, schema: reference(member) },
    ]
  })
}

function bodyOf(shape: Json): Json {
  const inBody = membersOf(shape).filter(([, { location }]) => location === undefined)
  if (inBody.length === 0) return {}
  const names = new Set(inBody.map(([name]) => name))
  const schema = {
    type: 'object',
    properties: Object.fromEntries(inBody.map(([name, member]) => [name, reference(member)])),
    required: requiredOf(shape).filter((name) => names.has(name)),
  }
  return { requestBody: { content: { 'application/json': { schema } } } }
}

function schemaOf(shape: Json): Json {
  switch (shape['type']) {
    case 'structure':
      return {
        type: 'object',
        properties: Object.fromEntries(
          membersOf(shape).map(([name, member]) => [name, reference(member)]),
        ),
        required: requiredOf(shape),
      }
    case 'list':
      return { type: 'array', items: reference(shape['member'] as Json) }
    case 'map':
      return { type: 'object', additionalProperties: reference(shape['value'] as Json) }
    default: {
      const { enum: values, min, max, pattern } = shape
      const text = shape['type'] === 'string'
      const [least, most] = text ? ['minLength', 'maxLength'] : ['minimum', 'maximum']
      return {
        type: TYPES[String(shape['type'])],
        ...(Array.isArray(values) && { enum: values }),
        ...(typeof pattern === 'string' && { pattern }),
        ...(typeof min === 'number' && { [String(least)]: min }),
        ...(typeof max === 'number' && { [String(most)]: max }),
      }
    }
  }
}
