/** Orders that a shop's backend reports: who bought what. */
import * as v from 'valibot'
import { Email } from './email.ts'
import { Currency, Price } from './product.ts'
import { Country, line, Sku, strictObject } from './text.ts'

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
    items: v.pipe(
      v.array(
        strictObject({
          sku: Sku,
          quantity: v.optional(
            v.pipe(
              v.number('quantity_invalid'),
              v.check((n) => Number.isSafeInteger(n) && n > 0, 'quantity_invalid'),
            ),
            1,
          ),
          price: v.optional(Price),
          currency: v.optional(Currency),
        }),
        'not_a_list',
      ),
      v.minLength(1, 'empty'),
      v.maxLength(500, 'too_many'),
    ),
  }),
  v.forward(
    v.check(({ email, phone, contactId }) => Boolean(email ?? phone ?? contactId), 'missing'),
    ['email'],
  ),
)
export type Order = v.InferOutput<typeof Order>
