/**
 * Shopify's global ids (`gid://shopify/Product/7`) and their numbers. A number may be too long for a
 * JavaScript number, so it is text wherever it is kept.
 */
import * as v from 'valibot'

/** The objects that can be read again. */
export type Kind = 'Product' | 'ProductVariant' | 'InventoryItem'

/** The global id of an object, by its number. */
export const gid = (kind: string, number: string): string => `gid://shopify/${kind}/${number}`

/** The number of a global id, or a number by itself, as text; undefined for anything else. */
export function numberOf(input: unknown): string | undefined {
  const text = typeof input === 'number' && Number.isSafeInteger(input) ? String(input) : input
  const number = typeof text === 'string' ? /(?:^|\/)([1-9]\d{0,29})$/.exec(text.trim()) : null
  return number?.[1]
}

/** The schema of `numberOf`. */
export const GidNumber = v.pipe(
  v.optional(v.unknown(), () => null),
  v.transform(numberOf),
)

/** Parses JSON; whole numbers that are too long for a JavaScript number become text. Throws if it is no JSON. */
export const parseLong = (text: string): unknown =>
  (JSON.parse as ParseWithSource)(text, (_key, value, { source = '' } = {}) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
      ? source
      : value,
  )

/** ECMAScript's JSON.parse with the source of each number, which TypeScript's library lacks. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context?: { source?: string }) => unknown,
) => unknown
