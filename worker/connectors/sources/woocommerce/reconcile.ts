/**
 * Reads what changed since the last run, by WooCommerce's modification date. An order can change
 * the stock without changing that date, so every run also reads products with waiting subscribers,
 * and once a day everything. If a run is too short for the catalogue, the next one continues.
 */
import * as v from 'valibot'
import type { PollContext, PollResult, Sink, SourceContext } from '../contract.ts'
import { pageAfter } from '../judge.ts'
import { CLOCK_SKEW_MS, FULL_READING_MS, RUN_MS, WAITED_FOR_PRODUCTS } from './limits.ts'
import type { Products } from './products.ts'
import type { Rest } from './rest.ts'

/** Times are milliseconds since 1970. */
const Cursor = v.object({
  /** The last reading covers changes up to this time. */
  since: v.optional(v.number()),
  /** When the last full reading began. */
  wholeAt: v.optional(v.number()),
  /** The last SKU with waiting subscribers that was read; '' after the last of them. */
  after: v.string(),
  /** The reading under way; without `since`, it is a full one. */
  pass: v.optional(
    v.object({ startedAt: v.number(), since: v.optional(v.number()), page: v.number() }),
  ),
})
type Cursor = v.InferOutput<typeof Cursor>

/** One poll. */
export async function reconcile(
  rest: Rest,
  products: Products,
  { waitedFor }: SourceContext,
  stored: string | undefined,
  sink: Sink,
  { now, faults }: PollContext,
): Promise<PollResult> {
  const before: Cursor = stored ? v.parse(Cursor, JSON.parse(stored)) : { after: '' }
  const pass = before.pass ?? { startedAt: now, page: 1, ...sinceOf(before, now) }
  const end = Date.now() + RUN_MS
  if (pass.since === undefined && !before.pass) faults.restart()
  let items = 0
  let unreadable = 0
  for (let { page } = pass; ; page += 1) {
    const cursorAt = (at: number) =>
      JSON.stringify({ ...before, pass: { ...pass, page: at } } satisfies Cursor)
    if (Date.now() > end) return { kind: 'more', cursor: cursorAt(page), afterSeconds: 1 }
    const read = await products.page({ page: String(page), ...changedAfter(pass.since) }, sink, end)
    if (read.kind === 'failed') {
      return { ...read, cursor: cursorAt(await pageAfter(faults, page, read, () => rest.isUp())) }
    }
    if (read.isLate) return { kind: 'more', cursor: cursorAt(page), afterSeconds: 1 }
    items += read.items
    unreadable += read.unreadable
    if (!read.full) break
  }
  const isFull = pass.since === undefined
  let { after } = before
  if (!isFull) {
    const waiting = await waitedFor(after, WAITED_FOR_PRODUCTS)
    after = waiting.length < WAITED_FOR_PRODUCTS ? '' : (waiting.at(-1)?.sku ?? '')
    const ids = [...new Set(waiting.flatMap(({ product }) => product ?? []))]
    const due = ids.filter((id) => isProductId(id) && !faults.isPutOff(id))
    const read = await products.byId(due, sink)
    if (read.kind === 'failed') return read
    items += read.items
    unreadable += read.unreadable
  }
  const wholeAt = isFull ? pass.startedAt : before.wholeAt
  const cursor: Cursor = {
    since: pass.startedAt,
    ...(wholeAt !== undefined && { wholeAt }),
    after,
  }
  return { kind: 'done', cursor: JSON.stringify(cursor), items, counts: { unreadable } }
}

/** Where to begin; nothing when a full reading is due. */
const sinceOf = ({ since, wholeAt = 0 }: Cursor, now: number): { since?: number } =>
  since === undefined || now - wholeAt >= FULL_READING_MS ? {} : { since }

const changedAfter = (since: number | undefined): Record<string, string> =>
  since === undefined
    ? {}
    : {
        modified_after: new Date(since - CLOCK_SKEW_MS).toISOString().slice(0, 19),
        dates_are_gmt: 'true',
      }

/** Whether a text can be WooCommerce's id: another source may name products otherwise. */
export const isProductId = (text: string): boolean => /^[1-9]\d{0,15}$/.test(text)
