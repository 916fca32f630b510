/** The form's state: everything that the view depends on, except the input. */
import type { ClientConfig } from '../../shared/client-config.ts'
import type { Variant } from '../contract.ts'
import type { FormWords } from '../../shared/languages/words.ts'
import type { Country } from '../../shared/countries.ts'
import type { Faults } from './subscription.ts'

export interface State {
  phase: 'loading' | 'asking' | 'sending' | 'done'
  texts: FormWords
  /** The variant the form was opened for; `chosen` are the variants to request, in the page's order. */
  variant: Variant
  chosen: Variant[]
  /** The outcome of each sent request: empty for success, else the error code. */
  outcome: Map<Variant, string>
  config?: ClientConfig | undefined
  /** The countries of phone numbers; undefined if the form asks for none. */
  countries?: Country[] | undefined
  /** When the variant is expected back, in words. */
  expected?: string | undefined
  faults: Faults
  /** The error code of a fault that belongs to no single field. */
  problem?: string | undefined
}

/** The text for an error code; a code without a text gets the one of `otherwise`. */
export const wordsFor = (
  { errors }: FormWords,
  code: string,
  otherwise: keyof FormWords['errors'],
) => errors[code in errors ? (code as keyof FormWords['errors']) : otherwise]
