/**
 * Names that a stranger wrote, made harmless: no mail client or phone turns a part of them into a
 * link. Pure.
 *
 * What is surely an address or a phone number is left out. A dot or a colon that might make one gets
 * a space, because it also stands in honest names: "Dr.Martens" becomes "Dr. Martens". No list of
 * top-level domains is needed for that, so none can be out of date.
 */

import { beginning } from '../../shared/beginning.ts'

/** Letters of one name: more is cut. */
const NAME_LETTERS = 100
/** A letter takes this many UTF-16 units as a rule; longer text is cut before it is segmented. */
const UNITS_OF_A_LETTER = 12
/** How a text ends that was cut: plain dots, because `…` would make an SMS longer. */
export const DOTS = '...'

// Not seen, so they hide what a text really says, or turn it round: format characters (zero-width,
// bidi controls, tags), fillers, private use, lone surrogates. Joiners stay where scripts need them.
const UNSEEN = /(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Cs}\u034f\u115f\u1160\u2800\u3164\uffa0]/gu
const NEEDLESS_JOINER =
  /(?<![\p{L}\p{M}\p{So}\p{Sk}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{So}])/gu
const JOINER_IN_LATIN =
  /(?<=\p{Script=Latin}\p{M}*)[\u200c\u200d]|[\u200c\u200d](?=\p{Script=Latin})/gu
/** More marks on one letter than any language writes. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu

/** What is read as the dot of a domain: IDNA's dots (UTS 46, 4.1) and those that NFKC makes one. */
const DOT = '[.。．｡․﹒]'
/** A scheme, `www.`, an address of e-mail, a host of digits, a path on a Windows share. */
const ADDRESS = new RegExp(
  String.raw`:[/／]{2}|www\d*${DOT}\S|\S@\S*${DOT}|(?<!\d)\d{1,3}(?:${DOT}\d{1,3}){3}(?!\d)|\\\\`,
  'iu',
)
/**
 * A dot, or dots, before a word of two letters or more, of any script or in Punycode. A letter alone is
 * no top-level domain ("A.P.C."), and `.js` is none that could be registered.
 */
const DOT_OF_A_DOMAIN = new RegExp(
  String.raw`(?<=\S)(${DOT}+)(?=[\p{L}\p{So}][\p{L}\p{M}\p{N}\p{So}-])(?!js(?![\p{L}\p{M}\p{N}-]))`,
  'giu',
)
/** The colon of `tel:` and `mailto:`; a time or a scale ("16:9") has digits before it. */
const COLON_OF_A_SCHEME = /(?<=\p{L}[\p{L}\p{N}+.-]*):(?=\S)/gu

/** At least six digits, with what people write between the digits of a number. */
const DIGITS = /[+(]*\p{Nd}(?:[\s.()+*#\p{Pd}/]{0,8}\p{Nd}){5,}/gu
const YEARS = /^(?:19|20)\d\d\s?[\p{Pd}/]\s?(?:19|20)?\d\d$/u
/** The number of a model, and a width and a length: "501 32/34". */
const SIZE = /^\d{3} \d{2}\/\d{2}$/

/** Words of letters alone, none of full width: there is nothing in them to mend. */
const WORDS = /^(?!.*[！-～])\p{L}+(?: \p{L}+)*$/u

/**
 * A text as a name of at most `most` letters on one line. Nothing of it becomes a link; `''` if
 * nothing is left. An honest name stays as it is, or readable.
 */
export function withoutLinks(text: string, most = NAME_LETTERS): string {
  if (text.length <= most && WORDS.test(text)) return text
  const seen = beginning(text, most * UNITS_OF_A_LETTER)
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll(JOINER_IN_LATIN, '')
    .replaceAll(NEEDLESS_JOINER, '')
    .replaceAll(PILED_MARKS, '$1')
    // Full-width ASCII is the same text to whoever resolves a domain.
    .replaceAll(/[！-～]/g, (wide) => String.fromCodePoint(wide.charCodeAt(0) - 0xfee0))
  const words = seen.split(/\s+/).filter((word) => !ADDRESS.test(word))
  const plain = words
    .join(' ')
    .replaceAll(DIGITS, (digits) => (isPhoneNumber(digits) ? ` ${DOTS} ` : digits))
    .replaceAll(COLON_OF_A_SCHEME, ': ')
    .replaceAll(DOT_OF_A_DOMAIN, '$1 ')
    .replaceAll(/ +/g, ' ')
    .trim()
  return cut(/[\p{L}\p{N}\p{So}]/u.test(plain) ? plain : '', most)
}

/** Whether a phone would offer to call these digits: it does for a local number of seven. */
function isPhoneNumber(digits: string): boolean {
  if (YEARS.test(digits) || SIZE.test(digits)) return false
  return /^[+(]*0|^[+(]/.test(digits) || (digits.match(/\p{Nd}/gu) ?? []).length >= 7
}

/** A text of at most `most` letters as people see them: an emoji with a modifier is one. */
export function cut(text: string, most: number): string {
  // A letter has at least one unit, and segmenting takes longer than all else here.
  if (text.length <= most) return text
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  if (letters.length <= most) return text
  return withDots(letters.slice(0, most - DOTS.length).join(''))
}

/** A text of at most `most` UTF-16 units, the unit in which SMS are billed; cut between two letters. */
export const cutUnits = (text: string, most: number): string =>
  text.length > most ? withDots(beginning(text, most - DOTS.length)) : text

const withDots = (text: string): string => `${text.trimEnd()}${DOTS}`
