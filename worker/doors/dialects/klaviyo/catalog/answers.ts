/** Answers with one resource, and with a page of a list. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Cursor } from '../../../../klaviyo-catalog/list.ts'
import { JSON_API } from '../errors.ts'
import type { DialectApp } from '../../caller.ts'
import { cursorText } from './query.ts'

/** An answer with one resource, and those that belong to it. */
export const one = (
  c: Context<DialectApp>,
  resource: { links: { self: string } },
  {
    status = 200,
    included,
  }: { status?: ContentfulStatusCode; included?: unknown[] | undefined } = {},
): Response =>
  c.body(
    JSON.stringify({
      data: resource,
      links: { self: resource.links.self },
      ...(included && { included }),
    }),
    status,
    { 'Content-Type': JSON_API },
  )

/** An answer with a page of a list. The links repeat the query of the request, but for the cursor. */
export function many(
  c: Context<DialectApp>,
  data: unknown[],
  { before, after }: { before: Cursor | undefined; after: Cursor | undefined },
  included?: unknown[],
): Response {
  const asked = new URL(c.req.url)
  const here = `${c.env.PUBLIC_URL}${asked.pathname}`
  const link = (cursor: Cursor) => {
    const query = new URLSearchParams(asked.search)
    query.set('page[cursor]', cursorText(cursor))
    return `${here}?${query}`
  }
  return c.body(
    JSON.stringify({
      data,
      links: {
        self: `${here}${asked.search}`,
        ...(before && { prev: link(before) }),
        ...(after && { next: link(after) }),
      },
      ...(included && { included }),
    }),
    200,
    { 'Content-Type': JSON_API },
  )
}
