/** The language of a page about a link that does not work, or a shop that is unknown. */
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { languageOf } from '../../shared/languages/look-up.ts'
import { TAGS } from '../../shared/languages/texts.ts'

/**
 * The language that a browser prefers among ours (`Accept-Language`, RFC 9110 12.5.4); English if we
 * have none that it accepts.
 */
export const acceptedLanguage = (c: Context): string =>
  accepts(c, {
    header: 'Accept-Language',
    supports: TAGS,
    default: 'en',
    match: (ranges, { default: otherwise }) =>
      ranges
        .filter(({ q }) => q > 0)
        .toSorted((a, b) => b.q - a.q)
        .map(({ type }) => languageOf(type, TAGS))
        .find((tag) => tag !== undefined) ?? otherwise,
  })
