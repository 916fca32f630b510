/**
 * Shopify's compliance webhooks ("Privacy law compliance" in its documentation). They are signed
 * like all others. An app has one address for all its shops, so a call counts only if it names the
 * shop of these options. A person is found by each of their data that can be read.
 */
import * as v from 'valibot'
import { orNothing, Word } from '../../../lenient.ts'
import type { NamedPerson, PrivacyCall } from '../../hook.ts'
import { GidNumber } from './gid.ts'
import type { ShopifyOptions } from './options.ts'

const TOPICS = new Set(['customers/data_request', 'customers/redact', 'shop/redact'])

/** Whether a webhook of the topic is a call about personal data. */
export const isPrivacyTopic = (topic: string): boolean => TOPICS.has(topic)

/** A phone number. One that was written as a number has lost its plus sign. */
const Phone = v.pipe(
  v.optional(v.unknown(), () => null),
  v.transform((input) => v.parse(Word, typeof input === 'number' ? `+${input}` : input)),
)

const Payload = v.object({
  shop_domain: Word,
  customer: orNothing(
    v.object({ id: GidNumber, admin_graphql_api_id: GidNumber, email: Word, phone: Phone }),
  ),
})

/**
 * Reads a call; undefined for another topic, another shop, or if it names nobody. `domain`: the shop
 * by the header, which is not signed. It counts for a person if the body names no shop; a whole shop is
 * erased only if the body names it.
 */
export function privacyCall(
  { shop }: ShopifyOptions,
  topic: string,
  payload: unknown,
  domain: string | null,
): PrivacyCall | undefined {
  const read = v.safeParse(Payload, payload)
  if (!read.success) return undefined
  const { shop_domain: named, customer } = read.output
  const isOfPerson = topic !== 'shop/redact'
  if ((named ?? (isOfPerson ? domain : null))?.trim().toLowerCase() !== shop) return undefined
  if (!isOfPerson) return { kind: 'erase_shop' }
  const person = customer && personOf(customer)
  return person && { kind: topic === 'customers/redact' ? 'erase' : 'export', person }
}

type Customer = NonNullable<v.InferOutput<typeof Payload>['customer']>

function personOf({ id: own, admin_graphql_api_id, email, phone }: Customer) {
  const id = own ?? admin_graphql_api_id
  if (email === undefined && phone === undefined && id === undefined) return undefined
  const person: NamedPerson = {
    ...(email && { email }),
    ...(phone && { phone }),
    ...(id && { customerIds: [id, `gid://shopify/Customer/${id}`] }),
  }
  return person
}
