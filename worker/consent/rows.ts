/**
 * The rows of `consent` as SQL: what was agreed to, and copies of it that say what became of it.
 * Rows are only ever added.
 */

// What a copy takes over from the row of the consent that was given.
const AGREED = `contact_id, sku, locale, external_id, subscription_id, purpose, channel, version,
  shop_id, text, text_hash`

/**
 * Writes the consents of a request. `ask` is the request as JSON with `consents`, in scope of
 * `from`; `s` is the subscription that they belong to. The same consent again writes nothing.
 */
export const recordConsents = (from: string, where: string): string =>
  `INSERT INTO consent
     (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action, version,
      shop_id, text, text_hash, method, page, ip, user_agent, bot_check, at)
   SELECT s.contact_id, s.sku, s.locale, s.external_id, s.id, c.value ->> 'purpose',
     c.value ->> 'channel', 'given', c.value ->> 'version', s.shop_id, c.value ->> 'text',
     c.value ->> 'textHash', ask ->> 'method', ask ->> 'page', ask ->> 'ip', ask ->> 'userAgent',
     ask ->> 'botCheck', ask ->> 'at'
   FROM ${from}, json_each(ask, '$.consents') c
   WHERE ${where}
   ON CONFLICT DO NOTHING`

/** What became of a consent to an alert, and the SQL of who said so, and when. */
export interface ConsentChange {
  action: 'confirmed' | 'withdrawn' | 'expired'
  method: string
  at: string
  /** Truncated. */
  ip?: string
  userAgent?: string
}

/**
 * Copies given consents to alerts with what became of them. `subscriptions` is a table or subquery
 * `s` with `id` and `contact_id`; `where` is a condition on `s` and on `c`, the consent.
 */
export const copyConsents = (
  { action, method, at, ip = 'NULL', userAgent = 'NULL' }: ConsentChange,
  subscriptions: string,
  where: string,
): string =>
  `INSERT INTO consent (${AGREED}, action, method, ip, user_agent, at)
   SELECT ${AGREED.replaceAll(/\w+/g, 'c.$&')}, '${action}', ${method}, ${ip}, ${userAgent}, ${at}
   FROM ${subscriptions}
     CROSS JOIN consent c ON c.contact_id = s.contact_id AND c.subscription_id = s.id
   WHERE c.action = 'given' AND c.purpose = 'alert' AND ${where}
   ON CONFLICT DO NOTHING`
