/**
 * The countries that a phone number may be from, and their names. The form loads this file only if it
 * asks for a number. Without it, the shop's country is assumed.
 */

/** The second letters of the codes that begin with A, with B, and so on. */
const SECONDS =
  'CDEFGILMORSTUWXZ ABDEFGHIJLMNOQRSTWYZ ACDFGHIKLMNORUVWXYZ EJKMOZ CEGHRST IJKMOR ABDEFGHILMNPQRTUWY KNRTU DELMNOQRST EMOP EGHIMNPRWYZ ABCIKRSTUVY ACDEFGHKLMNOPQRSTUVWXYZ ACEFGILOPRUZ M AEFGHKLMRSTWY A EOSUW ABCDEGHIJKLMNORSTVXYZ ACDGHJKLMNORTVWZ AGSYZ ACEGINU FS K ET AMW'

/**
 * The countries whose numbers the Worker can read: ISO 3166-1 alpha-2 codes, and a few more that
 * have phone numbers of their own. The form does not load this list: it gets its shop's countries.
 */
export const CODES = SECONDS.split(' ').flatMap((seconds, first) =>
  [...seconds].map((second) => String.fromCharCode(65 + first) + second),
)

/** A code and its name. */
export type Country = [code: string, name: string]

/**
 * The codes and names of countries, in a language and sorted as it sorts them. If `chosen` is none
 * of them, an empty entry comes first: otherwise the first country would be chosen.
 */
export function countriesIn(
  language: string,
  codes: readonly string[],
  chosen: string | undefined,
): Country[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const { compare } = new Intl.Collator(language)
  const countries = codes
    .map((code): Country => [code, names.of(code) ?? code])
    .toSorted((a, b) => compare(a[1], b[1]))
  return chosen && codes.includes(chosen) ? countries : [['', '–'], ...countries]
}
