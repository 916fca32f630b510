/** A page's own data, and what can be used of it. */
import * as v from 'valibot'
import { Data, MOST_DATA } from '../shared/data.ts'

/** A value that a page may write without quotes. */
const asText = (value: unknown): unknown =>
  typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    ? String(value)
    : value

/**
 * Reads `Data` from anything: each value that it would be refused for is left out, and those after the
 * tenth. A page's data never turns a person away. Undefined if nothing is left.
 */
export function usableData(input: unknown): Data | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined
  const usable = Object.entries(input).flatMap(([name, value]) => {
    const parsed = v.safeParse(Data, { [name]: asText(value) })
    return parsed.success ? Object.entries(parsed.output) : []
  })
  const data = v.parse(Data, Object.fromEntries(usable.slice(0, MOST_DATA)))
  return usable.length > 0 ? data : undefined
}

/** `data` of a shopper's request. */
export const LooseData = v.pipe(v.optional(v.unknown()), v.transform(usableData))
