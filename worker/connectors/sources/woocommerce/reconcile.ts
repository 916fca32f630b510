/**
 * What has changed since the last time, by the date that WooCommerce gives a product. An order can
 * change the stock without changing that date, so the products that people wait for are read each
 * time, too, and everything once a day. A catalogue that takes longer than one run is gone on with.
 */
import * as v from 'valibot'
import { WOO_OVERLAP_MS, WOO_RUN_MS, WOO_WAITING_PRODUCTS, WOO_WHOLE_MS } from '../../../limits.ts'
import type { Polled, Sink, SourceContext } from '../contract.ts'
import type { Rest } from './rest.ts'
import { waitedFor } from '../waiting.ts'

/** Times are milliseconds since 1970. */
const Cursor = v.object({
  /** Changes after this are new. */
  since: v.optional(v.number()),
  /** When everything was read the last time. */
  wholeAt: v.optional(v.number()),
  /** The last sku that was looked after because people wait for it; empty after the last of all. */
  after: v.string(),
  /** The reading under way: everything, where it has no `since`. */
  pass: v.optional(
    v.object({ startedAt: v.number(), since: v.optional(v.number()), page: v.number() }),
  ),
})
type Cursor = v.InferOutput<typeof Cursor>

export async function reconcile(
  rest: Rest,
  { db, shop }: SourceContext,
  text: string | undefined,
  sink: Sink,
  now: number,
): Promise<Polled> {
  const before: Cursor = text ? v.parse(Cursor, JSON.parse(text)) : { after: '' }
  const pass = before.pass ?? { startedAt: now, page: 1, ...sinceOf(before, now) }
  const end = Date.now() + WOO_RUN_MS
  let items = 0
  let unreadable = 0
  for (let { page } = pass; ; page += 1) {
    if (Date.now() > end) {
      const cursor = JSON.stringify({ ...before, pass: { ...pass, page } } satisfies Cursor)
      return { kind: 'more', cursor, afterSeconds: 1 }
    }
    const read = await rest.products({ page: String(page), ...changedAfter(pass.since) }, sink)
    if (read.kind === 'failed') return read
    items += read.items
    unreadable += read.unreadable
    if (!read.full) break
  }
  const whole = pass.since === undefined
  let { after } = before
  if (!whole) {
    const waiting = await waitedFor(db, shop.id, after, WOO_WAITING_PRODUCTS)
    after = waiting.length < WOO_WAITING_PRODUCTS ? '' : (waiting.at(-1)?.sku ?? '')
    const ids = [...new Set(waiting.flatMap(({ product }) => product ?? []))].filter(isId)
    if (ids.length > 0) {
      const read = await rest.products({ include: ids.join(',') }, sink)
      if (read.kind === 'failed') return read
      items += read.items
      unreadable += read.unreadable
    }
  }
  const wholeAt = whole ? pass.startedAt : before.wholeAt
  const cursor: Cursor = {
    since: pass.startedAt,
    ...(wholeAt !== undefined && { wholeAt }),
    after,
  }
  return { kind: 'done', cursor: JSON.stringify(cursor), items, counts: { unreadable } }
}

/** Nothing, where everything is due. */
const sinceOf = ({ since, wholeAt = 0 }: Cursor, now: number): { since?: number } =>
  since === undefined || now - wholeAt >= WOO_WHOLE_MS ? {} : { since }

const changedAfter = (since: number | undefined): Record<string, string> =>
  since === undefined
    ? {}
    : {
        modified_after: new Date(since - WOO_OVERLAP_MS).toISOString().slice(0, 19),
        dates_are_gmt: 'true',
      }

/** An id of WooCommerce's; another source may have named the product otherwise. */
export const isId = (text: string): boolean => /^[1-9]\d{0,15}$/.test(text)
