/** The words for a locale. For the Worker only: whoever imports this has all languages. */
import { LANGUAGES } from './all.ts'
import { fill } from './fill.ts'
import { languageOf } from './look-up.ts'
import type { Language } from './words.ts'

/** The tags of all languages: the folders' names. */
export const TAGS = Object.keys(LANGUAGES)

/** All words of the language that fits a locale best, and its tag. English if none fits. */
export function textsFor(locale: string): Language & { language: string } {
  const all: Record<string, Language> = LANGUAGES
  const language = languageOf(locale, TAGS) ?? 'en'
  return { ...(all[language] ?? LANGUAGES.en), language }
}

/** The name of a product in a sentence: its title, and its variant if it has one. */
export const itemOf = (
  { mail }: Language,
  { title, variantTitle }: { title: string; variantTitle?: string | undefined },
): string => (variantTitle ? fill(mail.item, { title, variant: variantTitle }) : title)
