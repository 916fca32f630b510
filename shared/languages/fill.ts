/** What stands in the places of a text, by their names. */
export type Values = Record<string, string>

/**
 * A text with its places (`{shop}`) filled. In one pass, so that a value which looks like a place
 * stays as it is. A place without a value stays, too: the tests look for it.
 */
export const fill = (text: string, values: Values): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
