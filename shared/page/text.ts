/** Texts of pages and feeds as one short line, for people to read. Pure. */
import { beginning } from '../beginning.ts'
import { list, type Thing } from './thing.ts'

/** The longest text of a product (shared/product.ts), in UTF-16 units. */
const LONGEST = 200

/** Names of the letters U+00A0 to U+00FF in HTML, in their order. */
const LATIN = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 ' +
  'sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc ' +
  'Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve ' +
  'Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc ' +
  'atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve ' +
  'oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ')

/** Names of the Greek letters from U+03B1 in HTML; those of capitals begin with a capital. */
const GREEK = (
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma ' +
  'tau upsilon phi chi psi omega'
).split(' ')

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** HTML's names that product texts use: XML's, Latin and Greek letters, and punctuation. */
const ENTITIES = new Map([
  ...LATIN.map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ...GREEK.flatMap((name, index) => [
    [name, String.fromCharCode(0x3b1 + index)] as const,
    [capital(name), String.fromCharCode(0x391 + index)] as const,
  ]),
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    lsaquo: '‹',
    rsaquo: '›',
    hellip: '…',
    bull: '•',
    euro: '€',
    trade: '™',
    oelig: 'œ',
    OElig: 'Œ',
    scaron: 'š',
    Scaron: 'Š',
    Yuml: 'Ÿ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    zwnj: '\u200c',
    zwj: '\u200d',
    prime: '′',
    Prime: '″',
    minus: '−',
    frasl: '⁄',
    larr: '←',
    rarr: '→',
    hearts: '♥',
    infin: '∞',
    ne: '≠',
    le: '≤',
    ge: '≥',
    dagger: '†',
    permil: '‰',
    tilde: '˜',
  }),
])

/** A number that is no character, as HTML shows it. */
const REPLACEMENT = '\ufffd'
/** HTML reads the numbers 128 to 159 as Windows' letters (HTML, 13.2.5.80). */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const fromCode = (code: number): string =>
  code >= 0x80 && code <= 0x9f
    ? (WINDOWS[code - 0x80] ?? REPLACEMENT)
    : code > 0x10ffff || code === 0 || (code >= 0xd800 && code <= 0xdfff)
      ? REPLACEMENT
      : String.fromCodePoint(code)

/** Decodes HTML's character references, once: `&amp;`, `&#228;`, `&#xE4;`. Unknown names stay. */
export const decoded = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,8}));/gi, (all, decimal, hex, name) =>
    name
      ? (ENTITIES.get(name as string) ?? all)
      : fromCode(decimal ? Number(decimal) : Number.parseInt(hex as string, 16)),
  )

/**
 * A text of a page for people to read: the first of a list, the `@value` or the `name` of a thing. Its
 * entities are decoded, also those that were encoded twice; tags are dropped, white space and control
 * characters are folded, and it is cut at `LONGEST`. Undefined if nothing is left.
 */
export function textIn(value: unknown): string | undefined {
  for (const one of list(value)) {
    const inner = typeof one === 'object' && one !== null ? wordsOf(one as Thing) : one
    if (typeof inner !== 'string' && typeof inner !== 'number') continue
    const text = lineOf(`${inner}`)
    if (text) return text
  }
  return undefined
}

/** The text of a thing: its `@value` or `name`, or its value with the unit (`0.5 l`). */
function wordsOf(one: Thing): unknown {
  const [inner] = list(one['@value'] ?? one['name'] ?? one['value'])
  const unit = one['unitText']
  const isAmount = inner === one['value'] && typeof unit === 'string'
  return isAmount ? `${String(inner)} ${unit}` : inner
}

/** Hints for breaking lines, and overrides of the direction, which would turn the rest of a line. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g
// Much longer than any name; the rest is never read.
const READ = 4_000

/** A text on one line, as `textIn` gives it; empty if nothing is left. */
export function lineOf(text: string): string {
  const plain = decoded(decoded(text.slice(0, READ)))
    .replaceAll(/<!--.*?-->|<!\[CDATA\[|\]\]>|<\/?[a-z][^<>]*>/gis, ' ')
    .replaceAll(INVISIBLE, '')
    // Half a character is what cutting leaves.
    .replaceAll(/(?:[\s\p{Cc}\p{Zs}]|\p{Cs})+/gu, ' ')
    .trim()
  return cut(plain)
}

/** The beginning of a text; with … if a part is missing. */
const cut = (text: string): string =>
  text.length > LONGEST ? `${beginning(text, LONGEST - 1).trim()}…` : text
