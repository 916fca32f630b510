/**
 * Finds the language for a tag, and the direction in which it is written. The widget and the Worker
 * both use this, so that a page, its consent and its mail are in the same language. Keep it small: it
 * is part of the button's file.
 */

// Some pages and programs write `sv_SE`.
const lower = (tag: string) => tag.toLowerCase().replaceAll('_', '-')

/**
 * Normalizes a tag, in lower case. `no` and `nn` become `nb`, which every Norwegian reader
 * understands. Chinese tags seldom name their script, so it is added: traditional for Taiwan, Hong
 * Kong and Macau, simplified for all others.
 */
const spelled = (tag: string) =>
  lower(tag)
    .replace(/^n[no]\b/, 'nb')
    .replace(/^zh-(tw|hk|mo)/, 'zh-hant')
    .replace(/^zh(-..)?$/, 'zh-hans')

/**
 * The entry of `available` that fits a BCP 47 tag best: the whole tag first (`pt-BR`), then the tag
 * without its last part, and so on (RFC 4647, "lookup"). The tag as written is tried first, then the
 * normalized tag. Undefined if nothing fits.
 */
export function languageOf(tag: string, available: readonly string[]): string | undefined {
  for (const spell of [lower, spelled]) {
    for (let rest = spell(tag); rest; rest = rest.replace(/-?[^-]*$/, '')) {
      const found = available.find((each) => spell(each) === rest)
      if (found) return found
    }
  }
  return undefined
}

/** The direction in which a language is written. */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  /^(ar|dv|fa|he|ps|ur|yi)\b/i.test(tag) ? 'rtl' : 'ltr'
