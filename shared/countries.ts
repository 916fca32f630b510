/**
 * The countries that a phone number may be from, sorted by name in the form's language. These are the
 * countries whose numbers the Worker reads, grouped by first letter to take a third of the bytes. The
 * form loads this file only if it asks for a number. Without it, the shop's country is assumed.
 */

/** The second letters of the codes that begin with A, with B, and so on. */
const SECONDS =
  'CDEFGILMORSTUWXZ ABDEFGHIJLMNOQRSTWYZ ACDFGHIKLMNORUVWXYZ EJKMOZ CEGHRST IJKMOR ABDEFGHILMNPQRTUWY KNRTU DELMNOQRST EMOP EGHIMNPRWYZ ABCIKRSTUVY ACDEFGHKLMNOPQRSTUVWXYZ ACEFGILOPRUZ M AEFGHKLMRSTWY A EOSUW ABCDEGHIJKLMNORSTVXYZ ACDGHJKLMNORTVWZ AGSYZ ACEGINU FS K ET AMW'

/** ISO 3166-1 alpha-2 codes, and a few further codes that have phone numbers of their own. */
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
