/**
 * A page of WooCommerce's REST documentation (Markdown), read into the shape of OpenAPI: the paths and
 * methods under "HTTP request", and the query by the table "Available parameters". Pure.
 */
import type { Json } from '../schema.ts'

const HEADING = /^## (.+?)(?: ##)?$/m
const CALL = /label-\w+">(\w+)<\/i>\s*<h6>([^<]+)<\/h6>/
const TABLE = /Available parameters[^\n]*\n+((?:\|[^\n]*\n)+)/
const ROW = /^\| *`(\w+)` *\| *([\w-]+) *\| *(.*?) *\|$/

// https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/
const GLOBAL = ['_fields', '_embed', '_method', '_envelope', '_jsonp']

/** The document of one page. */
export function fromWooPage(markdown: string): Json {
  const paths: Record<string, Json> = {}
  for (const section of markdown.split(HEADING)) {
    const [, method = '', address] = CALL.exec(section) ?? []
    if (!address) continue
    const path = address.replaceAll(/&lt;(\w+)&gt;/g, '{$1}')
    const at = (paths[path] ??= {})
    at[method.toLowerCase()] = {
      parameters: parametersOf(TABLE.exec(section)?.[1] ?? ''),
      security: [{ keys: [] }],
      ...(!['GET', 'DELETE'].includes(method) && {
        requestBody: { content: { 'application/json': {} } },
      }),
    }
  }
  const keys = { type: 'http', scheme: 'basic' }
  return { paths, components: { securitySchemes: { keys } } }
}

function parametersOf(table: string): Json[] {
  const rows = table.split('\n').flatMap((line) => {
    const [, name, type = '', text = ''] = ROW.exec(line) ?? []
    return name ? [{ name, in: 'query', schema: schemaOf(type, text) }] : []
  })
  return [...rows, ...GLOBAL.map((name) => ({ name, in: 'query', schema: {} }))]
}

function schemaOf(type: string, text: string): Json {
  const options = /Options: (.+?)\.(?: |$)/.exec(text)?.[1]
  const values = [...(options ?? '').matchAll(/`([^`]+)`/g)].map(([, value]) => value)
  const plain = ['integer', 'boolean', 'array'].includes(type) ? type : 'string'
  return { type: plain, ...(values.length > 0 && plain === 'string' && { enum: values }) }
}
