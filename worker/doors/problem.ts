/**
 * Failures of the API as problem details (RFC 9457). Codes and texts are stable, and never hold
 * what was sent.
 */
import type { Context } from 'hono'
import type { Problem } from '../../shared/problem.ts'
import { DESTINATION_FAULT_TEXTS } from '../connectors/destinations/list.ts'
import type { Failure } from '../result.ts'

const PROBLEMS = {
  bot_check_failed: [
    422,
    'The bot check failed',
    'Ask Turnstile for another token, and send it as turnstileToken.',
  ],
  body_too_large: [413, 'The body is too large', 'Send fewer items, or shorter texts.'],
  content_type_unsupported: [
    415,
    'JSON only',
    'Send the body with Content-Type: application/json.',
  ],
  contact_unknown: [404, 'No such contact', 'This shop has no contact with that id.'],
  in_stock: [409, 'In stock', 'The variant is in stock now, so there is nothing to wait for.'],
  internal: [500, 'Something broke here', 'It is logged under the request id. Please try again.'],
  json_malformed: [400, 'Not JSON', 'The body cannot be read as JSON.'],
  link_outdated: [410, 'The link leads nowhere', 'The shop has moved away from that address.'],
  key_missing: [401, 'A key is needed', 'Send it as Authorization: Bearer sk_….'],
  key_unknown: [401, 'The key is not known', 'Check the key, and whether it is still in use.'],
  not_configured: [503, 'Not set up', 'The Worker lacks a secret; see its log.'],
  notification_unknown: [404, 'No such message', 'None that was given up has this id.'],
  not_found: [404, 'Nothing here', 'There is no such address in this API.'],
  origin_not_allowed: [403, 'Unknown origin', 'Add the page’s origin to the shop’s origins.'],
  request_invalid: [422, 'Some fields are at fault', 'Mend the fields in errors and send again.'],
  signature_invalid: [401, 'The signature is wrong', 'Check the secret on both sides.'],
  signature_stale: [401, 'The signature is too old', 'Check the clock of whoever signed it.'],
  shop_unknown: [404, 'No such shop', 'No shop has this public key.'],
  destination_missing: [404, 'No such destination', 'The shop’s settings have none of this name.'],
  hook_unknown: [
    404,
    'Nothing listens here',
    'The shop’s settings have nothing of this name that takes webhooks.',
  ],
  cannot_replay: [409, 'Nothing to send', 'This destination takes no subscriptions.'],
  source_unknown: [404, 'No such source', 'The shop’s settings have no source of this name.'],
  subscription_unknown: [404, 'No such subscription', 'It may be used up or cancelled already.'],
  suppression_kept: [
    409,
    'Kept',
    'The address is dead, or its owner protested: this is not the shop’s to lift.',
  ],
  token_expired: [410, 'The link has expired', 'Use the link in a newer message.'],
  token_unknown: [404, 'The link is not valid', 'Copy the whole link from the message.'],
  too_many_requests: [429, 'Too many requests', 'Wait a minute and try again.'],
  variant_not_found: [404, 'No such variant', 'The shop’s catalogue does not have this sku.'],
} as const satisfies Record<string, readonly [number, string, string]>

export type ProblemCode = keyof typeof PROBLEMS

/** The failure as a response. Headers set on the context before are kept. */
export function problem(c: Context, { code, errors }: Failure<ProblemCode>): Response {
  const [status, title, detail] = PROBLEMS[code]
  const body: Problem = {
    type: `urn:shelfbell:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...(errors && {
      errors: errors.map((fault) => ({ ...fault, detail: fieldDetail(fault.code) })),
    }),
  }
  if (code === 'too_many_requests') c.header('Retry-After', '60')
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  })
}

// Codes that one connector alone has are in its folder.
const FIELDS: Record<string, string> = {
  ...DESTINATION_FAULT_TEXTS,
  address_second: 'Name one address: an e-mail address or a number.',
  api_version_invalid: 'Use a version such as 2026-10.',
  channel_not_offered: 'The shop does not offer this channel.',
  channel_unknown: 'Use email or sms.',
  channel_without_destination: 'No destination of the shop serves this channel.',
  choice_unknown: 'Use one of the documented values.',
  consent_missing: 'Every channel asked for needs its consent with purpose alert.',
  consent_text_mismatch: 'The text is not the one that the shop shows now; load it again.',
  control_character: 'Line breaks and control characters are not allowed here.',
  country_invalid: 'Use two letters of ISO 3166-1, for example SE.',
  currency_invalid: 'Use three letters of ISO 4217, for example EUR.',
  days_invalid: 'Use a whole number of days from 1 to 3650.',
  destination_repeated: 'Give each destination a name of its own.',
  destination_unknown: 'Use a destination type from the documentation.',
  email_invalid: 'This is not an e-mail address that mail can reach.',
  empty: 'This may not be empty.',
  fallback_unfit:
    'Name another destination that can do the same over the same channels, without a fallback of its own.',
  secret_invalid: 'Use whsec_ and 24 to 64 random bytes as base64.',
  field_unknown: 'There is no such field to compare.',
  integration_shared:
    'Another has this integration name. Make one of its own in Centra: what one reads of a queue is gone for the other.',
  level_repeated: 'Another level in this request has the same sku, locale and externalId.',
  locale_invalid: 'Use a BCP 47 language tag, for example sv-SE.',
  missing: 'This field is required.',
  name_repeated: 'Another source or destination of the shop has this name.',
  name_invalid: 'Use lower-case letters, digits and hyphens.',
  never_true: 'These conditions can never hold together.',
  not_a_boolean: 'This must be true or false.',
  not_a_list: 'This must be a list.',
  not_an_object: 'This must be an object.',
  not_text: 'This must be text.',
  origin_invalid: 'Use the origin alone, for example https://shop.example.',
  phone_invalid: 'This is no possible phone number; give the country or start with +.',
  price_invalid: 'Use a number of zero or more.',
  purpose_unknown: 'Use alert or marketing.',
  quantity_invalid: 'Use a whole number within the documented bounds.',
  quantity_too_large: 'The shop lets a shopper ask for fewer at once, or for one only.',
  secret_masked: 'Send the whole secret, or leave the field out to keep the stored one.',
  secret_short: 'Use at least 16 characters that nobody can guess.',
  shopify_shop_invalid: 'Use the shop’s own name with Shopify, for example acme.myshopify.com.',
  source_unknown: 'Use a source type from the documentation.',
  test_key: 'This key lets everybody through: it is for tests in local development only.',
  time_invalid: 'Use an ISO 8601 time such as 2026-11-21T10:00:00Z.',
  told_twice: 'A channel is told by one destination; here two would tell the same person.',
  too_long: 'This is too long.',
  too_many: 'There are too many items; send them in several requests.',
  too_short: 'This is too short to be kept a secret.',
  unknown_field: 'There is no such field.',
  url_invalid: 'Use an absolute http or https address.',
  url_not_allowed: 'The address must be on one of the shop’s origins.',
  url_not_public: 'Use an https address on a public host.',
  value_invalid: 'This value does not fit the field and the operator.',
}

function fieldDetail(code: string): string {
  return FIELDS[code] ?? 'This value is not accepted.'
}
