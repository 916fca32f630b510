/**
 * The part of GraphQL that a strict fake needs. It reads a request, refuses unknown fields, missing
 * arguments and undeclared variables, and answers with the requested fields and nothing else.
 */

/** The types of a schema, each with its fields. */
export type Types = Record<string, Record<string, Field>>

export interface Field {
  /** The type of the field's objects; absent for scalars. */
  type?: string
  /** Required arguments. */
  needs?: string[]
  /** Computes the value; by default the property of this name. An object's `kind` selects fragments. */
  get?: (source: never, args: never) => unknown
}

interface Selection {
  name: string
  args: Record<string, unknown>
  /** A fragment's type condition. */
  on?: string
  selections?: Selection[]
}

export class GraphqlFault extends Error {
  readonly code: string
  constructor(message: string, code = 'undefinedField') {
    super(message)
    this.code = code
  }
}

/** Parses a document with one operation, and fills in its variables. */
export function readDocument(text: string, variables: Record<string, unknown>): Selection {
  const tokens =
    text.match(/"""[\s\S]*?"""|"(?:\\.|[^"])*"|\.\.\.|[A-Za-z_]\w*|-?\d+|[!$():=[\]{}|,]/g) ?? []
  let at = 0
  const peek = () => tokens[at]
  const next = () => tokens[at++] ?? fail('Unexpected end of document')
  const expect = (token: string) => next() === token || fail(`Expected ${token}`)
  const declared = new Set<string>()

  function value(): unknown {
    const token = next()
    if (token === '$') {
      const name = next()
      if (!declared.has(name)) fail(`Variable $${name} is not declared`)
      return variables[name]
    }
    if (token.startsWith('"""')) return token.slice(3, -3)
    if (token.startsWith('"')) return JSON.parse(token)
    if (/^-?\d+$/.test(token)) return Number(token)
    if (token === 'null') return null
    return token
  }

  function selections(): Selection[] {
    const found: Selection[] = []
    expect('{')
    while (peek() !== '}') found.push(selection())
    next()
    if (found.length === 0) fail('Nothing is selected')
    return found
  }

  function selection(): Selection {
    const name = next()
    if (name === '...') {
      expect('on')
      return { name, args: {}, on: next(), selections: selections() }
    }
    if (!/^[A-Za-z_]\w*$/.test(name)) fail(`Unexpected ${name}`)
    const args: Record<string, unknown> = {}
    if (peek() === '(') {
      next()
      while (peek() !== ')') {
        const argument = next()
        expect(':')
        args[argument] = value()
        if (peek() === ',') next()
      }
      next()
    }
    return { name, args, ...(peek() === '{' && { selections: selections() }) }
  }

  const operation = peek() === '{' ? 'query' : next()
  if (operation !== 'query' && operation !== 'mutation') fail(`Unexpected ${operation}`)
  if (peek() === '(') {
    next()
    while (peek() !== ')') {
      expect('$')
      const name = next()
      expect(':')
      let type = ''
      while (peek() !== '$' && peek() !== ')' && peek() !== ',') type += next()
      if (peek() === ',') next()
      if (type.endsWith('!') && (variables[name] ?? null) === null) {
        fail(`Variable $${name} of type ${type} was provided invalid value`)
      }
      declared.add(name)
    }
    next()
  }
  const root = { name: operation, args: {}, selections: selections() }
  if (at < tokens.length) fail('Unexpected text after the operation')
  return root
}

const fail = (message: string): never => {
  throw new GraphqlFault(message)
}

/** The selected fields of an object. */
export function select(types: Types, type: string, source: object, chosen: Selection[]): object {
  const fields = types[type] ?? fail(`No such type ${type}`)
  const result: Record<string, unknown> = {}
  for (const { name, args, on, selections } of chosen) {
    if (on !== undefined) {
      if (!types[on]) fail(`No such type ${on}`)
      if (on === (source as { kind?: string }).kind) {
        Object.assign(result, select(types, on, source, selections ?? []))
      }
      continue
    }
    const field = fields[name] ?? fail(`Field '${name}' doesn't exist on type '${type}'`)
    for (const need of field.needs ?? []) {
      if ((args[need] ?? null) === null) fail(`Field '${name}' is missing argument ${need}`)
    }
    const given = field.get
      ? field.get(source as never, args as never)
      : (source as Record<string, unknown>)[name]
    if ((field.type === undefined) !== (selections === undefined)) {
      fail(`Field '${name}' must ${field.type ? '' : 'not '}have selections`)
    }
    const one = (object: unknown): unknown =>
      object === null || object === undefined || field.type === undefined
        ? (object ?? null)
        : select(types, field.type, object, selections ?? [])
    result[name] = Array.isArray(given) ? given.map(one) : one(given)
  }
  return result
}
