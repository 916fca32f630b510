/**
 * A class or an interface of a client's TypeScript declarations as a schema: the names of the fields, which
 * are optional, and the types that this reader knows. Pure.
 */
import type { Json } from '../schema.ts'

const FIELD = /^ {4}(\w+)(\??): ([^;]+);$/gm

/** The schemas of the types that a field may have: `string`, `Header[]`, … */
export type Types = Record<string, Json>

export const PLAIN: Types = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  number: { type: 'number' },
}

/** The schema of a class or interface. A type that is not in `types` lets everything through. */
export function fromDeclaration(text: string, name: string, types: Types): Json {
  const start = new RegExp(`(?:class|interface) ${name} [^{]*\\{`).exec(text)
  if (!start) throw new Error(`no declaration of ${name}`)
  const rest = text.slice(start.index + start[0].length)
  const fields = [...rest.slice(0, rest.indexOf('\n}')).matchAll(FIELD)]
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(([, field = '', , type = '']) => [
        field,
        types[type.replace(' | undefined', '')] ?? {},
      ]),
    ),
    required: fields.flatMap(([, field = '', optional]) => (optional ? [] : [field])),
  }
}

/** The values of a `const NAME: { readonly A: "A"; … }` as a schema. */
export function fromConstant(text: string, name: string): Json {
  const [, body = ''] = new RegExp(`const ${name}: \\{([^}]*)\\}`).exec(text) ?? []
  const values = [...body.matchAll(/readonly \w+: "([^"]+)"/g)].map(([, value]) => value)
  if (values.length === 0) throw new Error(`no constant ${name}`)
  return { enum: values }
}
