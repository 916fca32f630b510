/** Ids of restocks. */

const RANDOM_BYTES = 10

/**
 * A new id: the time as 12 hexadecimal digits and then 80 random bits, so that sorting ids sorts restocks by
 * the time at which they started. `now`: milliseconds since 1970.
 */
export const newRestockId = (now: number): string =>
  now.toString(16).padStart(12, '0') + crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)).toHex()

/** The same in SQL. `now`: an expression. */
export const newRestockIdSql = (now: string): string =>
  `printf('%012x', ${now}) || lower(hex(randomblob(${RANDOM_BYTES})))`
