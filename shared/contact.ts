/** Addresses by which a backend looks a person up, or suppresses them. */
import * as v from 'valibot'
import { Email } from './email.ts'
import { Country, line, strictObject } from './text.ts'

const address = {
  email: v.optional(Email),
  phone: v.optional(line(40)),
  /** The country of a national number. Default: the shop's country. */
  country: v.optional(Country),
}

/** The body of `POST /v1/contacts/lookup`: an e-mail address, a number or a customer id. */
export const ContactLookup = strictObject({ ...address, customerId: v.optional(line(200)) })
export type ContactLookup = v.InferOutput<typeof ContactLookup>

/** The body of `PUT` and `DELETE /v1/suppressions`: exactly one address. */
export const Address = v.pipe(
  strictObject(address),
  v.forward(
    v.check(({ email, phone }) => !(email && phone), 'address_second'),
    ['phone'],
  ),
)
export type Address = v.InferOutput<typeof Address>
