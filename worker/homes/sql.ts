/** SQL that several folders use. */

/**
 * A comment for SQL that is about the rows of all shops, as sweeps are. Every other statement names
 * the shop of each table; the tests refuse one that does neither.
 */
export const ALL_SHOPS = '/* all shops */'
