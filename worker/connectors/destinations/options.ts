/** The options that destinations have in common. */
import * as v from 'valibot'
import { line, Name, objectFault, whole } from '../../../shared/text.ts'

/** Where an upstream listens; changed only to point at a server of one's own in development. */
export const baseUrl = (standard: string) =>
  v.optional(v.pipe(line(300), v.url('url_invalid')), () => standard)

/** Calls that a destination takes; the slower of the two holds. */
export const rate = (standard: { perSecond?: number; perMinute?: number }) =>
  v.optional(
    v.strictObject(
      { perSecond: v.optional(whole(1, 10_000)), perMinute: v.optional(whole(1, 100_000)) },
      objectFault,
    ),
    standard,
  )

/** What every destination has: its name, by default its type, and who stands in for it. */
export const common = (type: string) => ({
  name: v.optional(Name, type),
  /** The destination that takes over what this one answered that it does not take. */
  fallback: v.optional(Name),
})
