/** Finds the operation of an OpenAPI document that a request asks for. Pure. */
import { isObject, type Json, resolved } from './schema.ts'

/** A method at a path. */
export interface Operation {
  path: string[]
  method: string
  /** The document's entry for the path, which may hold parameters of all its operations. */
  item: Json
  operation: Json
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options'])

/**
 * Gives the operation for a method and a path (not decoded), or the fault in words. `prefix` goes before the
 * paths of the document.
 */
export function finderOf(
  document: Json,
  prefix = '',
): (method: string, path: string) => Operation | string {
  const operations = operationsOf(document, prefix)
  return (method, path) => {
    const parts = path.split('/')
    const there = operations.filter((one) => fits(one.path, parts)).toSorted(byFixedParts)
    if (there.length === 0) return `no such path: ${path}`
    return there.find((one) => one.method === method) ?? `no such method: ${method} ${path}`
  }
}

const isHole = (part: string): boolean => part.startsWith('{')
const fits = (template: string[], path: string[]): boolean =>
  template.length === path.length &&
  template.every((part, index) => {
    const given = path[index] ?? ''
    if (!isHole(part)) return part === given
    // `{Sid}.json`
    const end = part.slice(part.indexOf('}') + 1)
    return given.length > end.length && given.endsWith(end)
  })
const byFixedParts = (x: Operation, y: Operation): number =>
  y.path.filter((part) => !isHole(part)).length - x.path.filter((part) => !isHole(part)).length

function operationsOf(document: Json, prefix: string): Operation[] {
  const paths = isObject(document['paths']) ? document['paths'] : {}
  return Object.entries(paths).flatMap(([path, value]) => {
    const item = isObject(value) ? resolved(document, value) : {}
    return Object.keys(item)
      .filter((method) => METHODS.has(method))
      .map((method) => ({
        path: `${prefix}${path}`.split('/'),
        method: method.toUpperCase(),
        item,
        operation: item[method] as Json,
      }))
  })
}
