/**
 * Who a page says is signed in. It is a stranger's word, and so data of the request; with a proof that the
 * shop's backend signed, it is the backend's.
 */
import { verify } from 'hono/jwt'
import * as v from 'valibot'
import { AttributeName, AttributeValue, MOST_ATTRIBUTES } from '../shared/backend-subscription.ts'
import type { Data } from '../shared/data.ts'
import { Email } from '../shared/email.ts'
import { line } from '../shared/text.ts'
import { orNothing, Word } from './lenient.ts'
import { usableData } from './loose-data.ts'

/** What a backend says about a person. */
export type Attributes = Record<string, string | number | boolean>

/** The attributes in anything: each that cannot be used is left out, and those after the fiftieth. */
const LooseAttributes = v.pipe(
  v.optional(v.unknown()),
  v.transform((input): Attributes => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return {}
    const usable = Object.entries(input).flatMap(([name, value]) =>
      v.is(AttributeName, name) && v.is(AttributeValue, value) ? [[name, value] as const] : [],
    )
    return Object.fromEntries(usable.slice(0, MOST_ATTRIBUTES))
  }),
)

const CustomerId = orNothing(v.pipe(Word, line(200)))

/** `identity` of a request from a page. Nothing of it turns a shopper away. */
export const LooseIdentity = v.fallback(
  v.optional(
    v.object({
      customerId: CustomerId,
      attributes: LooseAttributes,
      /** A JWT of the shop's backend. */
      proof: orNothing(line(4096)),
    }),
  ),
  undefined,
)
export type Identity = NonNullable<v.InferOutput<typeof LooseIdentity>>

/** What a backend proved about the person with an e-mail address. */
export interface Proven {
  customerId: string
  attributes: Attributes
}

const Claims = v.object({
  sub: v.pipe(Word, line(200)),
  email: Email,
  exp: v.number(),
  attributes: LooseAttributes,
})

/**
 * What a proof (JWT, HS256) says, if the backend signed it with the `secret`, it has not expired, and it is
 * about this address: a shopper may type another person's. Undefined otherwise.
 */
export async function provenBy(
  proof: string,
  secret: string,
  email: string | undefined,
): Promise<Proven | undefined> {
  try {
    const claims = v.safeParse(Claims, await verify(proof, secret, 'HS256'))
    if (!claims.success || claims.output.email !== email) return undefined
    const { sub, attributes = {} } = claims.output
    return { customerId: sub, attributes }
  } catch {
    return undefined
  }
}

/**
 * The data of a request with what its page claims of the shopper, by names of data (`customer-id`). The page's
 * own data comes first.
 */
export const withClaims = (
  data: Data | undefined,
  { customerId, attributes }: Pick<Identity, 'customerId' | 'attributes'>,
): Data | undefined =>
  usableData({ ...data, ...withoutNames({ 'customer-id': customerId, ...attributes }, data) })

const withoutNames = (claims: Record<string, unknown>, data: Data = {}) =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !Object.hasOwn(data, name)))
