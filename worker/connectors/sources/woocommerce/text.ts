/** Texts as WordPress stores them: a few characters are HTML entities. Pure. */

const ENTITIES: [RegExp, string][] = [
  [/&lt;|&#0*60;/g, '<'],
  [/&gt;|&#0*62;/g, '>'],
  [/&quot;|&#0*34;/g, '"'],
  [/&#0*39;|&#x0*27;|&apos;/gi, "'"],
  // The last one: `&amp;lt;` must become `&lt;`, not `<`.
  [/&amp;|&#0*38;/g, '&'],
]

/** Decodes like WordPress's `wp_specialchars_decode($text, ENT_QUOTES)`. */
export const plainText = (text: string): string =>
  ENTITIES.reduce((decoded, [entity, character]) => decoded.replaceAll(entity, character), text)
