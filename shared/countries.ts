/**
 * The countries that a phone number may be from, by their names in the form's language. The list is
 * the one that the Worker reads numbers with, written by first letter: a third of its size. Loaded
 * apart: most shops ask for no number. Without this file a number is read as the shop's.
 */

/** The second letters of the codes that begin with A, with B, and so on. */
const SECONDS =
  'CDEFGILMORSTUWXZ ABDEFGHIJLMNOQRSTWYZ ACDFGHIKLMNORUVWXYZ EJKMOZ CEGHRST IJKMOR ABDEFGHILMNPQRTUWY KNRTU DELMNOQRST EMOP EGHIMNPRWYZ ABCIKRSTUVY ACDEFGHKLMNOPQRSTUVWXYZ ACEFGILOPRUZ M AEFGHKLMRSTWY A EOSUW ABCDEGHIJKLMNORSTVXYZ ACDGHJKLMNORTVWZ AGSYZ ACEGINU FS K ET AMW'

/** ISO 3166-1 alpha-2, with the few codes beside it that have numbers of their own. */
export const CODES = SECONDS.split(' ').flatMap((seconds, first) =>
  [...seconds].map((second) => String.fromCharCode(65 + first) + second),
)

/** A code and its name. */
export type Country = [code: string, name: string]

/** Every country with its name in a language, in that language's order. */
export function countriesIn(language: string): Country[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const { compare } = new Intl.Collator(language)
  const countries = CODES.map((code): Country => [code, names.of(code) ?? code])
  return countries.toSorted((a, b) => compare(a[1], b[1]))
}
