/** Orders that a shop's backend reports: who bought what. */
import * as v from 'valibot'
import { Email } from './email.ts'
import { Currency, Price } from './product.ts'
import { Country, line, listOf, Sku, strictObject, whole } from './text.ts'

/**
 * One order of one person, known by e-mail address, number, or contact id. `at` is when it was
 * placed (ISO 8601); default: when it arrives. The same order again changes nothing.
 */
export const Order = v.pipe(
  strictObject({
    id: line(200),
    email: v.optional(Email),
    phone: v.optional(line(40)),
    country: v.optional(Country),
    contactId: v.optional(line(40)),
    at: v.optional(v.pipe(v.string('time_invalid'), v.isoTimestamp('time_invalid'))),
    items: listOf(
      strictObject({
        sku: Sku,
        quantity: v.optional(whole(1, Number.MAX_SAFE_INTEGER), 1),
        price: v.optional(Price),
        currency: v.optional(Currency),
      }),
      500,
    ),
  }),
  v.forward(
    v.check(({ email, phone, contactId }) => Boolean(email ?? phone ?? contactId), 'missing'),
    ['email'],
  ),
)
export type Order = v.InferOutput<typeof Order>
