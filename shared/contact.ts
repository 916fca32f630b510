/** Asking for a person by address. */
import * as v from 'valibot'
import { Email } from './email.ts'
import { Country, line, objectFault } from './text.ts'

/** The body of `POST /v1/contacts/lookup`: an e-mail address, or else a number. */
export const ContactLookup = v.strictObject(
  {
    email: v.optional(Email),
    phone: v.optional(line(40)),
    /** Where a national number is from; the shop's own country where it is not said. */
    country: v.optional(Country),
  },
  objectFault,
)
export type ContactLookup = v.InferOutput<typeof ContactLookup>
