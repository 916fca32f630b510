/** Klaviyo's errors: JSON:API error objects, as its guide to back in stock shows them. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Klaviyo's media type since revision 2024-10-15. Its clients accept it for answers of any revision. */
export const JSON_API = 'application/vnd.api+json'

/** One error. `pointer` is into the body; `parameter` names one of the query. */
export interface KlaviyoError {
  status: ContentfulStatusCode
  code: string
  title: string
  detail: string
  source?: { pointer: string } | { parameter: string }
}

/** An answer with errors; its status is that of the first. */
export function klaviyoErrors(c: Context, first: KlaviyoError, ...more: KlaviyoError[]): Response {
  const errors = [first, ...more].map((error) => ({
    id: crypto.randomUUID(),
    ...error,
    meta: {},
  }))
  return c.body(JSON.stringify({ errors }), first.status, { 'Content-Type': JSON_API })
}

/** Nothing of Klaviyo's API is spoken at this address. */
export const NOT_FOUND: KlaviyoError = {
  status: 404,
  code: 'not_found',
  title: 'Not found.',
  detail: 'Shelfbell does not speak this part of the API.',
}
