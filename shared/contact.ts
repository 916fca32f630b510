/** A person by address: asked for, or never to be written to again. */
import * as v from 'valibot'
import { Email } from './email.ts'
import { Country, line, objectFault } from './text.ts'

const address = {
  email: v.optional(Email),
  phone: v.optional(line(40)),
  /** Where a national number is from; the shop's own country where it is not said. */
  country: v.optional(Country),
}

/** The body of `POST /v1/contacts/lookup`: an e-mail address, or else a number. */
export const ContactLookup = v.strictObject(address, objectFault)
export type ContactLookup = v.InferOutput<typeof ContactLookup>

/** The body of `PUT` and `DELETE /v1/suppressions`: one address, so that none is overlooked. */
export const Address = v.pipe(
  v.strictObject(address, objectFault),
  v.forward(
    v.check(({ email, phone }) => !(email && phone), 'address_second'),
    ['phone'],
  ),
)
export type Address = v.InferOutput<typeof Address>
