/** Texts with names in them, as HTML. */
import { type Filling, partsOf, valueOf, type Words } from './own.ts'

/**
 * A text with its places filled (see `plain`). Each value is in a `<bdi>`, so that a Latin name in an
 * Arabic sentence, or the reverse, does not move the punctuation next to it.
 */
export function Sentence({ text, ...values }: { text: string } & Filling) {
  return <Filled words={{ text, values }} />
}

/** The same for a text that comes with its values. */
export function Filled({ words: { text, values } }: { words: Words }) {
  return (
    <>
      {partsOf(text).map((part, index) =>
        index % 2 === 0 ? part : <bdi>{valueOf(values, part) ?? `{${part}}`}</bdi>,
      )}
    </>
  )
}
