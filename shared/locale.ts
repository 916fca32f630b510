/** The one spelling of a language tag: in requests, settings, levels and entries, and in the database. */

/** More than any tag in use: `sr-Latn-RS`, `ca-ES-valencia`. */
export const LOCALE_CHARACTERS = 35

// `und`, `mul`, `mis` and `zxx` name no language, and none has more than three letters (RFC 5646,
// 2.2.1): what looks like one is a word of a template, `default` or `english`.
const HAS_LANGUAGE = /^(?!(?:und|mul|mis|zxx)\b)[a-z]{2,3}\b/

/**
 * The canonical spelling of a BCP 47 language tag: `sv-se` and `sv_SE` become `sv-SE`. `no` and `nn`
 * become `nb`, which every Norwegian reader understands, so that what a shop writes in one of them
 * fits who reads in another. Undefined for what is no tag: `{{ lang }}`, `en-`, `undefined`.
 */
export function localeIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  try {
    const [tag = ''] = Intl.getCanonicalLocales(value.trim().replaceAll('_', '-'))
    const isUsable = HAS_LANGUAGE.test(tag) && tag.length <= LOCALE_CHARACTERS
    return isUsable ? norwegianAsBokmal(tag) : undefined
  } catch {
    return undefined
  }
}

/** A tag, or a part of one, in which `no` and `nn` have become `nb`. */
export const norwegianAsBokmal = (tag: string): string => tag.replace(/^n[no](?![^-])/i, 'nb')
