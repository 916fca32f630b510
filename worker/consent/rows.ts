/**
 * SQL that writes rows of `consent`. A row says what a person agreed to. When the consent is
 * confirmed, withdrawn or expires, a copy of the row records that. A row is changed only if its
 * contact moves to another address.
 */

// The columns that a copy takes from the row of the given consent.
const COPIED_COLUMNS = `contact_id, sku, locale, external_id, subscription_id, purpose, channel,
  version, shop_id, text_hash, words, messages`

/**
 * SQL that records the consents of a request. `from` gives the request as JSON in a column
 * `request`, and its subscription as `s`; `where` is a condition on both. A consent that is already
 * recorded writes nothing. A consent may have been given before its request: `at` in milliseconds since
 * 1970. `pending` in the request is 1 if its consents count only once somebody confirms them.
 */
export const recordConsents = (from: string, where: string): string =>
  `INSERT INTO consent
     (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action, version,
      shop_id, text_hash, words, messages, method, page, ip, user_agent, bot_check, unconfirmed, at)
   SELECT s.contact_id, s.sku, s.locale, s.external_id, s.id, c.value ->> 'purpose',
     c.value ->> 'channel', 'given', c.value ->> 'version', s.shop_id,
     c.value ->> 'textHash', c.value ->> 'words', coalesce(c.value ->> 'messages', 1),
     request ->> 'method', request ->> 'page', request ->> 'ip',
     request ->> 'userAgent', request ->> 'botCheck', request ->> 'pending',
     coalesce(c.value ->> 'at', request ->> 'at')
   FROM ${from}, json_each(request, '$.consents') c
   WHERE ${where}
   ON CONFLICT DO NOTHING`

/**
 * SQL that stores the words of a request's consents, once for each shop. A request brings only
 * words that are not published. `from` and `where` as above; run it before `recordConsents`.
 */
export const recordTexts = (from: string, where: string): string =>
  `INSERT INTO consent_text (shop_id, hash, text, vouched)
   SELECT DISTINCT s.shop_id, c.value ->> 'textHash', c.value ->> 'text',
     c.value ->> 'words' IS NOT NULL
   FROM ${from}, json_each(request, '$.consents') c
   WHERE ${where} AND c.value ->> 'text' IS NOT NULL
   ON CONFLICT DO UPDATE SET vouched = 0 WHERE vouched > excluded.vouched`

/** SQL: the words of a row `c` of `consent`. */
export const WORDS = `(SELECT t.text FROM consent_text t
  WHERE t.shop_id = c.shop_id AND t.hash = c.text_hash)`

/**
 * SQL: `published` if the shop publishes the words of a row `c` of `consent`; `caller` if they are
 * a backend's own words.
 */
export const WHOSE_WORDS = `coalesce(c.words, 'published')`

/** What became of a consent to an alert. All but `action` are SQL expressions. */
export interface ConsentChange {
  /** `moved`: the person waits for another variant now. `ended`: the shop closed the list. */
  action: 'confirmed' | 'withdrawn' | 'expired' | 'moved' | 'ended'
  method: string
  /** Of `moved`: the variant that the person waits for now. */
  sku?: string
  /** Milliseconds since 1970. */
  at: string
  /** Truncated: /24 of IPv4, /48 of IPv6. */
  ip?: string
  userAgent?: string
}

/**
 * SQL that records what became of given consents to alerts. `subscriptions` is a table or subquery
 * `s` with `id` and `contact_id`; `where` is a condition on `s` and on `c`, the given consent.
 */
export const copyConsents = (
  { action, method, at, sku = 'c.sku', ip = 'NULL', userAgent = 'NULL' }: ConsentChange,
  subscriptions: string,
  where: string,
): string =>
  `INSERT INTO consent (${COPIED_COLUMNS}, action, method, ip, user_agent, at)
   SELECT ${COPIED_COLUMNS.replaceAll(/\w+/g, 'c.$&').replace('c.sku', sku)}, '${action}', ${method}, ${ip},
     ${userAgent}, ${at}
   FROM ${subscriptions}
     CROSS JOIN consent c ON c.contact_id = s.contact_id AND c.subscription_id = s.id
       AND c.shop_id = s.shop_id
   WHERE c.action = 'given' AND c.purpose = 'alert' AND ${where}
   ON CONFLICT DO NOTHING`

/** SQL that records that given consents of a purpose are withdrawn. `where` is a condition on `c`. */
export const withdrawGiven = (
  { method, at }: Pick<ConsentChange, 'method' | 'at'>,
  purpose: 'alert' | 'marketing',
  where: string,
): string =>
  `INSERT INTO consent (${COPIED_COLUMNS}, action, method, at)
   SELECT ${COPIED_COLUMNS.replaceAll(/\w+/g, 'c.$&')}, 'withdrawn', ${method}, ${at}
   FROM consent c
   WHERE c.action = 'given' AND c.purpose = '${purpose}' AND ${where}
   ON CONFLICT DO NOTHING`
