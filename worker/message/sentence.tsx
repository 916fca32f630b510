/** Texts with names in them, as HTML. */
import { directionOf } from '../../shared/languages/look-up.ts'
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

/**
 * The same for a text that comes with its values. `within`: the language around it. A text in another
 * one says so, because screen readers and the order of its marks depend on it.
 */
export function Filled(props: { words: Words; within?: string | undefined }) {
  const { words, within } = props
  const { language, text, values } = words
  const filled = (
    <>
      {partsOf(text).map((part, index) => {
        if (index % 2 === 0) return part
        const value = valueOf(values, part) ?? `{${part}}`
        return joins(text, value) ? value : <bdi>{value}</bdi>
      })}
    </>
  )
  const isOther = language && within && primary(language) !== primary(within)
  return isOther ? (
    <span lang={language} dir={directionOf(language)}>
      {filled}
    </span>
  ) : (
    filled
  )
}

const primary = (tag: string) => tag.split('-', 1)[0]?.toLowerCase()
