/** Texts with names in them, as HTML. */
import type { Values } from '../../shared/languages/fill.ts'

/**
 * A text with its places filled (see `fill`). Each value is in a `<bdi>`, so that a Latin name in an
 * Arabic sentence, or the reverse, does not move the punctuation next to it.
 */
export function Sentence({ text, ...values }: { text: string } & Partial<Values>) {
  // Every second part is the name of a place.
  const parts = text.split(/\{(\w+)\}/)
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? part : <bdi>{values[part] ?? `{${part}}`}</bdi>,
      )}
    </>
  )
}
