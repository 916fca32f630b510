/** A vendor's text as one line that a catalogue entry takes. Pure. */

// The longest text of a catalogue entry (shared/product.ts).
const LONGEST = 200

/**
 * The first 200 characters on one line. What `line` of shared/text.ts refuses becomes a blank:
 * control characters, and half a character, which is what cutting an emoji leaves.
 */
export const oneLine = (text: string): string =>
  text
    .trim()
    .slice(0, LONGEST)
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
