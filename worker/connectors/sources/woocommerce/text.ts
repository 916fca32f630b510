/** Texts as WordPress stores them: with HTML's entities for a few characters. Pure. */

const ENTITIES: [RegExp, string][] = [
  [/&lt;|&#0*60;/g, '<'],
  [/&gt;|&#0*62;/g, '>'],
  [/&quot;|&#0*34;/g, '"'],
  [/&#0*39;|&#x0*27;|&apos;/gi, "'"],
  // Last: what it uncovers was written so.
  [/&amp;|&#0*38;/g, '&'],
]

/** As `wp_specialchars_decode($text, ENT_QUOTES)`. */
export const plainText = (text: string): string =>
  ENTITIES.reduce((so, [entity, character]) => so.replaceAll(entity, character), text)
