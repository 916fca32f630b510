/** What the plain form says of a fault: the widget's own words, so that both forms say the same. Pure. */
import type { FormWords } from '../../../shared/languages/words.ts'

/** The text for the code of a fault. A code without a text gets the one of `otherwise`. */
export const told = (
  { errors }: FormWords,
  code: string,
  otherwise: keyof FormWords['errors'],
): string => errors[Object.hasOwn(errors, code) ? (code as keyof FormWords['errors']) : otherwise]
