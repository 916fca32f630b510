/** How every list of the API is paged: newest first, with the cursor of the page before. */
import * as v from 'valibot'
import { line } from '../../../shared/text.ts'
import { LOG_PAGE } from '../../limits.ts'

/** The fields of a list's query: where to go on, and how many entries at most. */
export const PageQuery = {
  cursor: v.optional(line(200)),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= LOG_PAGE, 'limit_invalid'),
      v.transform(Number),
    ),
    '50',
  ),
}

/** The cursor for the next page; nothing after the last one. */
export function cursorAfter(page: { id: string }[], limit: number): { cursor?: string } {
  const last = page.length === limit ? page.at(-1) : undefined
  return last ? { cursor: last.id } : {}
}
