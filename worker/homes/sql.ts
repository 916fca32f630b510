/** SQL expressions that several folders use. */

/** SQL: the language of a locale: `sv` for `sv-SE`; `''` for `''`. */
export const languageSql = (locale: string): string =>
  `substr(${locale}, 1, instr(${locale} || '-', '-') - 1)`

/**
 * A comment in SQL that concerns the rows of all shops, such as sweeps. Every other statement
 * compares the shop in each table; a test refuses statements that do neither.
 */
export const ALL_SHOPS = '/* all shops */'
