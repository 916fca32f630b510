/** Options that all destinations have. */
import * as v from 'valibot'
import { Name } from '../../../shared/text.ts'

/** The name of a destination, by default its type, and its fallback. */
export const common = (type: string) => ({
  name: v.optional(Name, type),
  /** The destination that gets the calls that this one answered but did not accept. */
  fallback: v.optional(Name),
})
