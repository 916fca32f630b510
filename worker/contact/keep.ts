/** Keeps a contact whom the shop's backend describes before anybody asks for a product. */
import { contactIdOf } from '../address/contact.ts'
import { sealFact } from '../address/facts.ts'
import { sealAddresses } from '../address/sealed.ts'
import { suppressedBits } from '../address/suppressed.ts'
import { write } from '../homes/d1.ts'
import type { Vault } from '../vault.ts'
import type { Attributes } from './reach.ts'

/** A person as the shop's backend describes it. */
export interface Described {
  /** The address by which the contact is known: an e-mail address as shared/email.ts normalises it, … */
  email?: string | undefined
  /** … or, without one, a number in E.164. */
  phone?: string | undefined
  /** Further addresses by which the shop's backend finds the contact. They are kept in `attributes` only. */
  alsoKnownBy: { email?: string | undefined; phone?: string | undefined }
  /** What the shop's own system calls the person. */
  customerId?: string | undefined
  attributes: Attributes
}

// Nobody may write to a suppressed address, so it is not stored. What is known already stays.
const UPSERT = `INSERT INTO contact (id, shop_id, addresses, customer_id, attributes, created_at)
  SELECT ?2 ->> 'id', ?1, ?2 -> 'addresses', ?2 -> 'customerId', ?2 -> 'attributes', ?2 ->> 'at'
  WHERE ${suppressedBits('?1', `(?2 -> 'addresses')`)} = 0
  ON CONFLICT (id) DO UPDATE SET
    addresses = coalesce(addresses, excluded.addresses),
    attributes = coalesce(attributes, excluded.attributes),
    customer_id = coalesce(customer_id, excluded.customer_id)
  WHERE shop_id = excluded.shop_id`

const INSERT_ALIASES = `INSERT INTO alias (shop_id, contact_id, address_index)
  SELECT ?1, k.id, a.value
  FROM contact k, json_each(?2, '$.aliases') a
  WHERE k.id = ?2 ->> 'id' AND k.shop_id = ?1
  ON CONFLICT DO NOTHING`

/**
 * Stores the contact, in one transaction; nothing, if its address is suppressed. Gives its id, which is the
 * same in both cases. `now`: milliseconds since 1970. Throws if D1 gives no answer.
 */
export async function keepContact(
  db: D1Database,
  vault: Vault,
  shopId: string,
  { email, phone, alsoKnownBy, customerId, attributes }: Described,
  now: number,
): Promise<string> {
  const own = email ? { email } : { phone }
  const id = await contactIdOf(vault, own)
  const [addresses, customer, known, ...others] = await Promise.all([
    sealAddresses(vault, id, [email ? 'email' : 'sms'], own),
    customerId && sealFact(vault, id, 'customerId', customerId),
    sealFact(vault, id, 'attributes', JSON.stringify(attributes)),
    alsoKnownBy.email && vault.index('email', alsoKnownBy.email),
    alsoKnownBy.phone && vault.index('phone', alsoKnownBy.phone),
  ])
  const aliases = [customer ? customer.index : undefined, ...others].filter(Boolean)
  const json = JSON.stringify({
    id,
    addresses,
    ...(customer && { customerId: customer }),
    attributes: known,
    aliases,
    at: now,
  })
  await write(
    db,
    [UPSERT, INSERT_ALIASES].map((sql) => db.prepare(sql).bind(shopId, json)),
  )
  return id
}
