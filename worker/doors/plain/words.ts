/** What the plain form says of a fault: the widget's own words, so that both forms say the same. Pure. */
import type { FormWords } from '../../../shared/languages/words.ts'

/** The words for the code of a fault; those of `otherwise` where the code has no words of its own. */
export const told = (
  { errors }: FormWords,
  code: string,
  otherwise: keyof FormWords['errors'],
): string => errors[Object.hasOwn(errors, code) ? (code as keyof FormWords['errors']) : otherwise]
