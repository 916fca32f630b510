/** Small pieces of SQL that several words need. */

/** The language of a locale: `sv` of `sv-SE`; empty where there is no locale. */
export const languageSql = (locale: string): string =>
  `substr(${locale}, 1, instr(${locale} || '-', '-') - 1)`
