/** SQL expressions that several folders use. */

/** SQL: the language of a locale: `sv` for `sv-SE`; `''` for `''`. */
export const languageSql = (locale: string): string =>
  `substr(${locale}, 1, instr(${locale} || '-', '-') - 1)`
