/**
 * The words of the plain form for a fault: those of the widget, so that both say the same. Pure.
 */
import type { FormWords, PageWords } from '../../../shared/languages/words.ts'

/** The text for the code of a fault. A code without a text gets the one of `otherwise`. */
export const told = (
  { errors }: FormWords,
  { refused }: PageWords,
  code: string,
  otherwise: keyof FormWords['errors'],
): string => {
  const all: Record<string, string> = { ...errors, ...refused }
  return Object.hasOwn(all, code) ? (all[code] ?? '') : errors[otherwise]
}
