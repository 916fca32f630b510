/**
 * Errors of our own API as problem details (RFC 9457). Codes are stable; titles and details are for
 * people. None of them repeats what was sent.
 */
import type { Context } from 'hono'
import type { Problem } from '../../shared/problem.ts'
import type { Fault } from '../result.ts'
import type { Scope } from '../shop/keys.ts'
import { fieldDetail } from './field-detail.ts'

const PROBLEMS = {
  body_too_large: [413, 'The body is too large', 'Send fewer items or shorter texts.'],
  bot_check_failed: [
    422,
    'The bot check failed',
    'Get another token from Turnstile and send it as turnstileToken.',
  ],
  cannot_replay: [409, 'Nothing to send', 'This destination does not take subscriptions.'],
  contact_unknown: [404, 'Unknown contact', 'The shop has no such contact.'],
  content_type_unsupported: [
    415,
    'Only JSON is accepted',
    'Send the body with Content-Type: application/json.',
  ],
  destination_missing: [
    404,
    'Unknown destination',
    'The shop’s settings have no destination of this name.',
  ],
  feed_off: [409, 'No feed', 'Only a Klaviyo destination with feed set to true has one.'],
  hook_unknown: [
    404,
    'Unknown webhook',
    'The shop’s settings have no source or destination of this name that takes webhooks.',
  ],
  id_used: [
    409,
    'The id is in use',
    'It stands for a wish about another variant. Choose another id.',
  ],
  import_differs: [
    409,
    'Another import',
    'This id stands for another file, or for one that is read in another way. Use a new id.',
  ],
  import_unknown: [404, 'Unknown import', 'The shop has no import with this id.'],
  in_stock: [409, 'In stock', 'The variant is in stock, so nothing was stored.'],
  internal: [500, 'Internal error', 'It is logged under the request id. Try again later.'],
  json_malformed: [400, 'Malformed JSON', 'The body cannot be read as JSON.'],
  key_missing: [401, 'A key is required', 'Send it as Authorization: Bearer sk_….'],
  key_unknown: [401, 'Unknown key', 'Check the key, and whether it is still in use.'],
  last_key: [409, 'The last key stays', 'No other key has the scope all. Make another one first.'],
  link_outdated: [410, 'The link is outdated', 'The shop no longer uses the address behind it.'],
  nobody_waits: [409, 'Nobody waits', 'Nobody who is confirmed waits for this.'],
  not_configured: [
    503,
    'Not configured',
    'A secret of the Worker is missing or not usable: errors, or GET /health, says which.',
  ],
  not_found: [404, 'Not found', 'The API has nothing at this address.'],
  member_unknown: [404, 'Unknown member', 'The shop’s team has no member with this id.'],
  nothing_to_confirm: [
    409,
    'Nothing to confirm',
    'The subscription is confirmed already, or no destination of the shop can ask.',
  ],
  notification_unknown: [404, 'Unknown message', 'No message that was given up has this id.'],
  not_offered: [
    409,
    'Not offered',
    'The shop takes no requests for this product: its rules.products, or the product’s state.',
  ],
  origin_not_allowed: [403, 'Unknown origin', 'Add the page’s origin to the shop’s origins.'],
  piece_differs: [
    409,
    'Another piece',
    'This piece of the import was stored with another content. Use a new id for another file.',
  ],
  request_expired: [410, 'The link has expired', 'Ask again on the product page.'],
  request_invalid: [
    422,
    'Some fields are invalid',
    'Correct the fields named in errors and send the request again.',
  ],
  restock_closed: [
    409,
    'The restock is over',
    'It notifies nobody any more: it has sold out, has ended, or has notified everybody.',
  ],
  restock_stopped: [409, 'The restock is stopped', 'Resume it.'],
  restock_unknown: [404, 'Unknown restock', 'The shop has no restock with this id.'],
  scope_missing: [403, 'The key may not do this', 'Use a key with one of the scopes in scopes.'],
  secret_key_unknown: [404, 'Unknown key', 'The shop has no secret key with this id.'],
  shop_unknown: [404, 'Unknown shop', 'No shop has this public key.'],
  signature_invalid: [401, 'Invalid signature', 'Check the secret on both sides.'],
  signature_stale: [401, 'The signature is too old', 'Check the clock of the sender.'],
  sku_unknown: [
    404,
    'Unknown SKU',
    'Nobody waits for this SKU, and neither the catalogue nor a level has it.',
  ],
  source_unknown: [404, 'Unknown source', 'The shop’s settings have no source of this name.'],
  source_untriable: [
    422,
    'Cannot be tried',
    'Only feeds and pages can be tried. Save a source of this type, and look at GET /v1/sources.',
  ],
  subscription_unconfirmed: [
    409,
    'Not confirmed',
    'The person has not confirmed the subscription, so nobody may write to them.',
  ],
  subscription_unknown: [
    404,
    'Unknown subscription',
    'It may already have been served or cancelled.',
  ],
  suppression_kept: [
    409,
    'The suppression stays',
    'A message to this address bounced, or its owner complained or replied STOP. The shop cannot lift that.',
  ],
  token_expired: [410, 'The link has expired', 'Use the link in a newer message.'],
  token_unknown: [404, 'The link is not valid', 'Copy the whole link from the message.'],
  team_full: [409, 'The team is full', 'Remove a member who needs no mails any more.'],
  too_many_keys: [409, 'Too many keys', 'Revoke one that is not used any more.'],
  too_many_alerts: [
    429,
    'Too many open requests',
    'The contact has as many open requests as the shop’s limits.openPerContact allows.',
  ],
  too_many_people: [
    429,
    'Too many new contacts',
    'The shop’s forms made as many new contacts in this hour as limits.newContactsPerHour allows.',
  ],
  too_many_requests: [429, 'Too many requests', 'Wait a minute and try again.'],
  unavailable: [503, 'Not available', 'The database gives no answer for now. Try again later.'],
  variant_not_found: [404, 'Unknown variant', 'The shop’s catalogue does not have this sku.'],
} as const satisfies Record<string, readonly [status: number, title: string, detail: string]>

export type ProblemCode = keyof typeof PROBLEMS

/** The problem as a response, with each field at fault. Headers set on the context before are kept. */
export function problem(
  c: Context,
  code: ProblemCode,
  faults?: Fault[],
  further: Pick<Problem, 'scopes'> = {},
): Response {
  const [status, title, detail] = PROBLEMS[code]
  const body: Problem = {
    type: `urn:shelfbell:problem:${code}`,
    title,
    status,
    code,
    detail,
    ...further,
    ...(faults && {
      errors: faults.map((fault) => ({ ...fault, detail: fieldDetail(fault.code) })),
    }),
  }
  // RFC 9110, 15.5.2: every 401 names how to authenticate.
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  })
}

/** 429, with the wait in seconds as Retry-After. */
export function tooManyRequests(
  c: Context,
  retryAfterSeconds: number,
  code: ProblemCode = 'too_many_requests',
): Response {
  c.header('Retry-After', String(retryAfterSeconds))
  return problem(c, code)
}

/** 403: the key is valid, but has none of the route's scopes. */
export const scopeMissing = (c: Context, scopes: Scope[]): Response =>
  problem(c, 'scope_missing', undefined, { scopes })
