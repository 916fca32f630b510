/** The customer in a request, as Sequenzy's `CommerceCustomer` describes it. */
import * as v from 'valibot'
import {
  AttributeName,
  AttributeValue,
  MOST_ATTRIBUTES,
} from '../../../../shared/backend-subscription.ts'
import { Email } from '../../../../shared/email.ts'
import { localeIn } from '../../../../shared/locale.ts'
import { line, objectFault } from '../../../../shared/text.ts'
import { orNothing } from '../../../lenient.ts'
import type { SubscriptionRequest } from '../../../subscription/request.ts'
import { OwnId, orAbsent } from './shapes.ts'

export const Customer = v.object(
  {
    email: Email,
    externalId: orAbsent(OwnId),
    firstName: orNothing(line(200)),
    lastName: orNothing(line(200)),
    attributes: v.optional(v.unknown()),
  },
  objectFault,
)
type Customer = v.InferOutput<typeof Customer>

// Names that mean something to JavaScript.
const NO_NAME = new Set(['__proto__', 'constructor', 'prototype'])

/** The attributes that the engine can compare: texts, numbers and booleans with a plain name. */
const fitting = (attributes: unknown): [string, string | number | boolean][] =>
  typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)
    ? []
    : Object.entries(attributes).flatMap(([name, value]) => {
        const parsed = v.safeParse(AttributeValue, value)
        const isNamed = v.is(AttributeName, name) && !NO_NAME.has(name)
        return isNamed && parsed.success ? [[name, parsed.output] as const] : []
      })

/**
 * What a request says about the person. Sequenzy takes any JSON as an attribute; here those that conditions
 * cannot compare are left out. The attribute `locale` is also the locale of the request if it is one.
 */
export function personOf({
  email,
  externalId,
  firstName,
  lastName,
  attributes,
}: Customer): Pick<SubscriptionRequest, 'email' | 'customerId' | 'attributes' | 'locale'> {
  const name = { ...(firstName && { firstName }), ...(lastName && { lastName }) }
  const others = fitting(attributes).filter(([key]) => !Object.hasOwn(name, key))
  const kept = [...Object.entries(name), ...others].slice(0, MOST_ATTRIBUTES)
  const locale = localeIn(others.find(([key]) => key === 'locale')?.[1])
  return {
    email,
    ...(externalId && { customerId: externalId }),
    ...(locale && { locale }),
    ...(kept.length > 0 && { attributes: Object.fromEntries(kept) }),
  }
}
