/** Makes a vendor's text fit into a catalogue entry: one line. Pure. */

// The longest text of a catalogue entry (shared/product.ts).
const LONGEST = 200

/**
 * The first 200 characters on one line. Characters that `line` of shared/text.ts refuses become
 * blanks: control characters, and the half that remains of a cut emoji.
 */
export const oneLine = (text: string): string =>
  text
    .trim()
    .slice(0, LONGEST)
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
