/**
 * Shopify's compliance webhooks ("Privacy law compliance" in its documentation). They are signed
 * like all others. An app has one address for all its shops, so a call counts only if its body
 * names the shop of these options.
 */
import * as v from 'valibot'
import { jsonOf } from '../../answer.ts'
import type { NamedPerson, PrivacyCall } from '../../hook.ts'
import type { ShopifyOptions } from './options.ts'

const Shop = v.object({ shop_domain: v.pipe(v.string(), v.toLowerCase()) })
const Text = v.nullish(v.string())
const Customer = v.object({
  customer: v.object({ email: Text, phone: Text }),
})

/** Reads a call; undefined for another topic, another shop, or an unknown shape. */
export function privacyCall(
  { shop }: ShopifyOptions,
  topic: string | undefined,
  body: string,
): PrivacyCall | undefined {
  if (jsonOf(Shop, body)?.shop_domain !== shop) return
  switch (topic) {
    case 'customers/data_request': {
      const person = personIn(body)
      return person && { kind: 'export', person }
    }
    case 'customers/redact': {
      const person = personIn(body)
      return person && { kind: 'erase', person }
    }
    case 'shop/redact':
      return { kind: 'erase_shop' }
    default:
      return
  }
}

function personIn(body: string): NamedPerson | undefined {
  const customer = jsonOf(Customer, body)?.customer
  if (!customer) return
  // The id may be too long for a JavaScript number, so it is read as text.
  const id = /"customer"\s*:\s*\{[^{}]*?"id"\s*:\s*"?(\d+)/.exec(body)?.[1]
  const { email, phone } = customer
  return {
    ...(email && { email }),
    ...(phone && { phone }),
    ...(id && { customerIds: [id, `gid://shopify/Customer/${id}`] }),
  }
}
