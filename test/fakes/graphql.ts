/**
 * The part of GraphQL that a strict fake needs. It reads a request. It refuses unknown fields, unknown or
 * missing arguments, and undeclared variables. It answers with the requested fields only. A field that
 * fails is null and has an error. If the field may not be null, the object that contains it is null
 * (GraphQL specification, 6.4.4).
 */

/** The types of a schema, each with its fields. */
export type Types = Record<string, Record<string, Field>>

export interface Field {
  /** The type of the field's objects; absent for scalars. */
  type?: string
  /** May not be null. */
  required?: true
  /** A list whose items may not be null. */
  listsRequired?: true
  /** Required arguments. */
  needs?: string[]
  /** Further arguments. */
  takes?: string[]
  /** Computes the value; by default the property of this name. An object's `kind` selects fragments. */
  get?: (source: never, args: never) => unknown
}

interface Selection {
  name: string
  alias?: string
  args: Record<string, unknown>
  /** A fragment's type condition. */
  on?: string
  selections?: Selection[]
}

/** A fault of the whole request. */
export class GraphqlFault extends Error {
  readonly code: string
  constructor(message: string, code = 'undefinedField') {
    super(message)
    this.code = code
  }
}

/** A field cannot be computed: only that field fails. */
export class FieldFault extends Error {
  readonly code = 'INTERNAL_SERVER_ERROR'
}

/** An error as an answer has it. */
export interface FieldError {
  message: string
  path: (string | number)[]
  extensions: { code: string }
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
    let name = next()
    let alias: string | undefined
    if (peek() === ':') {
      next()
      alias = name
      name = next()
    }
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
    const inner = peek() === '{' && { selections: selections() }
    return { name, args, ...(alias !== undefined && { alias }), ...inner }
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

/** The selected fields of an object. Errors of fields are added to `errors`. */
export function select(
  types: Types,
  type: string,
  source: object,
  chosen: Selection[],
  errors: FieldError[] = [],
  path: (string | number)[] = [],
): object | null {
  const fields = types[type] ?? fail(`No such type ${type}`)
  const result: Record<string, unknown> = {}
  for (const { name, alias, args, on, selections } of chosen) {
    if (on !== undefined) {
      if (!types[on]) fail(`No such type ${on}`)
      if (on === (source as { kind?: string }).kind) {
        const part = select(types, on, source, selections ?? [], errors, path)
        if (part === null) return null
        Object.assign(result, part)
      }
      continue
    }
    const field = fields[name] ?? fail(`Field '${name}' doesn't exist on type '${type}'`)
    for (const need of field.needs ?? []) {
      if ((args[need] ?? null) === null) fail(`Field '${name}' is missing argument ${need}`)
    }
    for (const given of Object.keys(args)) {
      const known = [...(field.needs ?? []), ...(field.takes ?? [])]
      if (!known.includes(given)) fail(`Field '${name}' doesn't accept argument '${given}'`)
    }
    if ((field.type === undefined) !== (selections === undefined)) {
      fail(`Field '${name}' must ${field.type ? '' : 'not '}have selections`)
    }
    const key = alias ?? name
    const here = [...path, key]
    const one = (object: unknown, at: (string | number)[]): unknown =>
      object === null || object === undefined || field.type === undefined
        ? (object ?? null)
        : select(types, field.type, object, selections ?? [], errors, at)
    let value: unknown
    try {
      const given = field.get
        ? field.get(source as never, args as never)
        : (source as Record<string, unknown>)[name]
      value = Array.isArray(given)
        ? given.map((item, index) => one(item, [...here, index]))
        : one(given, here)
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error
      errors.push({ message: error.message, path: here, extensions: { code: error.code } })
      value = null
    }
    const hasGap = field.listsRequired && Array.isArray(value) && value.includes(null)
    if (hasGap) value = null
    if (value === null && field.required) return null
    result[key] = value
  }
  return result
}
