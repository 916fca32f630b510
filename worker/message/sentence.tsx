/** Texts with names in them, as HTML. */
import { type Filling, partsOf, valueOf, type Words } from './own.ts'

/**
 * A text with its places filled (see `plain`). Each value is in a `<bdi>`, so that a Latin name in an
 * Arabic sentence, or the reverse, does not move the punctuation next to it.
 */
export function Sentence({ text, ...values }: { text: string } & Filling) {
  return <Filled words={{ text, values }} />
}

/** Chinese and Japanese write no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/**
 * Whether a value is written as part of its sentence. A tag within a Chinese word looks to spam filters
 * as if it hid the word, and is of use only where the value runs from right to left.
 */
const joins = (text: string, value: string): boolean =>
  UNSPACED.test(text) && !RIGHT_TO_LEFT.test(value)

/** The same for a text that comes with its values. */
export function Filled({ words: { text, values } }: { words: Words }) {
  return (
    <>
      {partsOf(text).map((part, index) => {
        if (index % 2 === 0) return part
        const value = valueOf(values, part) ?? `{${part}}`
        return joins(text, value) ? value : <bdi>{value}</bdi>
      })}
    </>
  )
}
