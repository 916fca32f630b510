/**
 * Texts with named places, as they stand in messages: Shelfbell's own and a shop's. Pure.
 *
 * A place has no value where a product has no price, for example. A shop's text with such a place
 * cannot be filled, so the standard text stands there. Of a text with several lines, only the line is
 * left out.
 */

/** A shop's own texts of a mail of one kind in one language. What is missing stays the standard text. */
export interface OwnMail {
  /** Their language: a BCP 47 tag. */
  language?: string | undefined
  subject?: string | undefined
  preheader?: string | undefined
  heading?: string | undefined
  /** Lines. They stand in place of all sentences of the standard text. */
  text?: string | undefined
  button?: string | undefined
  /** Lines. They stand above the reason why the mail came, which is always the standard text. */
  footer?: string | undefined
}

/** A shop's own text of an SMS. */
export interface OwnSms {
  text?: string | undefined
}

/** What stands in the places of texts, by their names. */
export type Filling = Readonly<Record<string, string | undefined>>

/** A text, and what stands in its places. */
export interface Words {
  text: string
  values: Filling
  /** The language of the text, if it is known: a BCP 47 tag. */
  language?: string | undefined
}

/** The name of a place: `{shop}`, or `{data.size-note}`. */
const PLACE = /\{([\w.-]+)\}/

/** A text in parts: every second one is the name of a place. */
export const partsOf = (text: string): string[] => text.split(PLACE)

/** The names of the places in a text. */
export const placesIn = (text: string): string[] =>
  partsOf(text).filter((_part, index) => index % 2 === 1)

/** What stands in a place, if anything does. */
export const valueOf = (values: Filling, place: string): string | undefined =>
  Object.hasOwn(values, place) ? values[place] : undefined

/** Words as plain text. In one pass, so that a value which looks like a place stays as it is. */
export const plain = ({ text, values }: Words): string =>
  partsOf(text)
    .map((part, index) => (index % 2 === 0 ? part : (valueOf(values, part) ?? `{${part}}`)))
    .join('')

/** The shop's words where there are any and each of their places has a value; else the standard ones. */
export const wordsOf = (
  own: string | undefined,
  values: Filling,
  standard: Words,
  language?: string,
): Words => (own !== undefined && isFull(own, values) ? { text: own, values, language } : standard)

/** The shop's lines that can be filled. Undefined if there are none. */
export function linesOf(
  own: string | undefined,
  values: Filling,
  language?: string,
): Words[] | undefined {
  const lines = (own ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && isFull(line, values))
  return lines.length > 0 ? lines.map((text) => ({ text, values, language })) : undefined
}

const isFull = (text: string, values: Filling): boolean =>
  placesIn(text).every((place) => Boolean(valueOf(values, place)))
