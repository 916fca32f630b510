/** The form's state, all that the view depends on beside what is typed. */
import type { ClientConfig } from '../../shared/client-config.ts'
import type { Variant } from '../contract.ts'
import type { Texts } from '../texts/en.ts'
import type { Country } from './countries.ts'
import type { Faults } from './subscription.ts'

export interface State {
  phase: 'loading' | 'asking' | 'sending' | 'done'
  texts: Texts
  /** What the form was opened for; `chosen` is what is asked for, of several in the page's order. */
  variant: Variant
  chosen: Variant[]
  /** What came of each that was sent: empty for what is asked for, else the code of why not. */
  outcome: Map<Variant, string>
  config?: ClientConfig | undefined
  /** Where a number may be from; nothing where none is asked for. */
  countries?: Country[] | undefined
  faults: Faults
  /** The code of what went wrong, where it is no single field. */
  problem?: string | undefined
}

/** The words for a code; a code without words of its own is told as `otherwise`. */
export const wordsFor = ({ errors }: Texts, code: string, otherwise: keyof Texts['errors']) =>
  errors[code in errors ? (code as keyof Texts['errors']) : otherwise]
