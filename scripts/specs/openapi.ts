/**
 * Holds a request against an OpenAPI document, strictly: the path and the method, every parameter of the
 * query, the headers that the document requires, the media type, and the body. Pure.
 *
 * Descriptions that are not OpenAPI are read into the same shape first: see read/.
 */
import { finderOf, type Operation } from './operations.ts'
import { type Json, isObject, resolved, type Validate, validators } from './schema.ts'
import { type Check, jsonBody, mediaType, type Sent } from './sent.ts'

const FORM = 'application/x-www-form-urlencoded'

/** The check of a document. `prefix` goes before the paths of the document. */
export function openApiCheck(document: Json, prefix = ''): Check {
  const find = finderOf(document, prefix)
  // A document may have hundreds of operations: the check of each is made when a request first needs it.
  const checks = new Map<Operation, Check>()
  return (sent) => {
    const found = find(sent.method, sent.path)
    if (typeof found === 'string') return [found]
    const check = checks.get(found) ?? operationCheck(document, found.item, found.operation)
    checks.set(found, check)
    return check(sent)
  }
}

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

function operationCheck(document: Json, item: Json, operation: Json): Check {
  const text = validators(document, { coerce: true })
  const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])].map(
    (one) => {
      const parameter = resolved(document, one)
      return {
        name: String(parameter['name']),
        place: String(parameter['in']),
        required: parameter['required'] === true,
        schema: parameter['schema'],
        validate: text(parameter['schema'] ?? true),
      }
    },
  )
  // Our own key, from the readers in read/: names that a query may have as well.
  const names = operation['x-query-names']
  const isNamed = (name: string) => typeof names === 'string' && new RegExp(names).test(name)
  const body = bodyCheck(document, operation)
  const keys = securityOf(document, operation)

  return (sent) => {
    const faults = [...body(sent), ...keys(sent)]
    const known = parameters.filter(({ place }) => place === 'query')
    for (const name of new Set(sent.query.keys())) {
      const parameter = known.find((one) => one.name === name || one.name === `${name}[]`)
      const values = sent.query.getAll(name)
      const isList = isObject(parameter?.schema) && parameter.schema['type'] === 'array'
      if (parameter) {
        const value = isList ? values.flatMap((one) => one.split(',')) : values[0]
        faults.push(...parameter.validate(value).map((fault) => `query ${name}: ${fault}`))
      } else if (!isNamed(name)) faults.push(`unknown parameter in the query: ${name}`)
    }
    for (const { name, place, required, validate } of parameters) {
      const given =
        place === 'header'
          ? sent.headers[name.toLowerCase()]
          : place === 'query'
            ? sent.query.get(name)
            : undefined
      if (required && ['header', 'query'].includes(place) && (given ?? null) === null) {
        faults.push(`missing ${place} parameter: ${name}`)
      }
      if (place === 'header' && given !== undefined && given !== null) {
        faults.push(...validate(given).map((fault) => `header ${name}: ${fault}`))
      }
    }
    return faults
  }
}

function bodyCheck(document: Json, operation: Json): Check {
  if (!isObject(operation['requestBody'])) {
    return (sent) => (sent.text === '' ? [] : ['the operation takes no body'])
  }
  const requestBody = resolved(document, operation['requestBody'])
  const content = isObject(requestBody['content']) ? requestBody['content'] : {}
  const compiled = new Map<string, Validate>()
  const validatorOf = (type: string): Validate => {
    const media = content[type]
    const make = validators(document, { coerce: type === FORM })
    const validate = compiled.get(type) ?? make(isObject(media) ? (media['schema'] ?? true) : true)
    compiled.set(type, validate)
    return validate
  }
  return (sent) => {
    if (sent.text === '') return requestBody['required'] === true ? ['the body is missing'] : []
    const type = mediaType(sent)
    if (!(type in content)) {
      return [`media type ${type || '(none)'} instead of ${Object.keys(content).join(', ')}`]
    }
    const value = type === FORM ? formOf(sent.text) : jsonBody(sent)
    if (value === undefined) return ['the body is not JSON']
    return validatorOf(type)(value).map((fault) => `body ${fault}`)
  }
}

const formOf = (text: string): Json => {
  const form = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}

/** At least one of the documented ways of authentication must be there. */
function securityOf(document: Json, operation: Json): Check {
  const ways = listOf(operation['security'] ?? document['security'])
  const components = isObject(document['components']) ? document['components'] : {}
  const schemes = isObject(components['securitySchemes']) ? components['securitySchemes'] : {}
  const holds = (name: string, { headers, query }: Sent): boolean => {
    const scheme = schemes[name]
    if (!isObject(scheme)) return true
    const key = String(scheme['name'] ?? '')
    const authorization = headers['authorization'] ?? ''
    switch (`${scheme['type']} ${scheme['scheme'] ?? scheme['in'] ?? ''}`.trim()) {
      case 'http bearer':
        return /^Bearer \S/.test(authorization)
      case 'http basic':
        return /^Basic \S/.test(authorization)
      case 'apiKey header':
        return Boolean(headers[key.toLowerCase()])
      case 'apiKey query':
        return query.has(key)
      default:
        return true
    }
  }
  return (sent) =>
    ways.length === 0 || ways.some((way) => Object.keys(way).every((name) => holds(name, sent)))
      ? []
      : [`no proof of who calls: ${ways.flatMap((way) => Object.keys(way)).join(' or ')}`]
}
