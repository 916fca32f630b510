/**
 * Which language a tag means, and which way it is written. Used by the widget and by the Worker, so
 * that a page, its consent and its mail are always in the same language. Pure, and small: it is part
 * of the button's file.
 */

const lower = (tag: string) => tag.toLowerCase()

/**
 * A tag as it is meant, in lower case. Norwegian has three, and its readers understand each
 * other. Chinese gets its script, which its tags seldom name: Taiwan, Hong Kong and Macau write the
 * traditional one, everybody else is taken to read the simplified one.
 */
const spelled = (tag: string) =>
  lower(tag)
    .replace(/^n[no]\b/, 'nb')
    .replace(/^zh-(tw|hk|mo)/, 'zh-hant')
    .replace(/^zh(-..)?$/, 'zh-hans')

/**
 * The entry of `available` that fits a BCP 47 tag best: the whole tag first (`pt-BR`), then the tag
 * without its last part, and so on (RFC 4647, "lookup"); as it is written, and then as it is meant.
 * Undefined where nothing fits.
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

/** Which way a language is written. */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  /^(ar|dv|fa|he|ps|ur|yi)\b/i.test(tag) ? 'rtl' : 'ltr'
