/**
 * The columns of a CSV whose names say nothing by themselves. Shopify's inventory export of available
 * quantities has, after the columns that name the variant, one column for each location, and its name
 * is the location's alone. Pure.
 */
import { bareName, fieldsNamed, locationColumn } from './field-names.ts'

/** What names a variant in that export: these columns come first, in this order. */
const VARIANT = /^((url)?handle|title|option\d(name|value)|sku|barcode|hscode|coo)$/
const NEEDED = ['title', 'option1value', 'sku', 'hscode', 'coo']

/** The columns, with those of locations named as such: `Berlin` becomes `Available (Berlin)`. */
export function withLocations(columns: string[]): string[] {
  const bare = columns.map(bareName)
  const first = bare.findIndex((name) => !VARIANT.test(name))
  const isExport =
    first > 0 && NEEDED.every((name) => bare.indexOf(name) < first && bare.includes(name))
  const rest = columns.slice(first)
  // Any column that is known is no location, and then none is.
  if (!isExport || rest.some(isKnown)) return columns
  return [...columns.slice(0, first), ...rest.map((name) => (name ? `Available (${name})` : name))]
}

const isKnown = (name: string): boolean =>
  fieldsNamed(name).length > 0 || locationColumn(name) !== undefined
