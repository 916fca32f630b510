/** Holds a GraphQL request against a schema: the document, the variables, and what is deprecated. Pure. */
import {
  buildClientSchema,
  getOperationAST,
  getVariableValues,
  type GraphQLSchema,
  type IntrospectionQuery,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { isObject } from './schema.ts'
import { type Check, jsonBody, mediaType } from './sent.ts'

/** The schema in an introspection. It is not validated itself: it is the vendor's. */
export const schemaOf = (introspection: unknown): GraphQLSchema =>
  buildClientSchema(introspection as IntrospectionQuery, { assumeValid: true })

/** The check of a schema for requests at paths that end with `/graphql.json` or `/graphql`. */
export function graphqlCheck(schema: GraphQLSchema): Check {
  const known = new Map<string, string[]>()
  return (sent) => {
    if (sent.method !== 'POST') return [`method ${sent.method}`]
    if (!/\/graphql(\.json)?$/.test(sent.path)) return [`no such path: ${sent.path}`]
    if (sent.query.size > 0) return ['a query in the address']
    if (mediaType(sent) !== 'application/json') return [`media type ${mediaType(sent)}`]
    const body = jsonBody(sent)
    if (!isObject(body) || typeof body['query'] !== 'string') return ['the body has no query']
    const more = Object.keys(body).filter((key) => !['query', 'variables'].includes(key))
    const { query } = body
    const faults = known.get(query) ?? faultsOf(schema, query)
    known.set(query, faults)
    return [
      ...more.map((key) => `unknown property in the body: ${key}`),
      ...faults,
      ...(faults.length === 0 ? variableFaults(schema, query, body['variables']) : []),
    ]
  }
}

function faultsOf(schema: GraphQLSchema, query: string): string[] {
  try {
    const document = parse(query)
    return validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]).map(
      ({ message }) => message,
    )
  } catch (error) {
    return [String(error)]
  }
}

function variableFaults(schema: GraphQLSchema, query: string, given: unknown): string[] {
  const operation = getOperationAST(parse(query))
  const definitions = operation?.variableDefinitions ?? []
  const variables = isObject(given) ? given : {}
  const declared = new Set(definitions.map(({ variable }) => variable.name.value))
  const unknown = Object.keys(variables).filter((name) => !declared.has(name))
  const { errors = [] } = getVariableValues(schema, definitions, variables)
  return [
    ...unknown.map((name) => `variable $${name} is not declared`),
    ...errors.map((one) => one.message),
  ]
}
