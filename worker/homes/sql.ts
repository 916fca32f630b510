/** SQL expressions that several folders use. */

/** SQL: the language of a locale: `sv` for `sv-SE`; `''` for `''`. */
export const languageSql = (locale: string): string =>
  `substr(${locale}, 1, instr(${locale} || '-', '-') - 1)`

/**
 * A comment for SQL that is about the rows of all shops, as sweeps are. Every other statement names
 * the shop of each table; the tests refuse one that does neither.
 */
export const ALL_SHOPS = '/* all shops */'
