/** What a Centra source remembers between two polls. */
import * as v from 'valibot'

export const Cursor = v.object({
  /** The next page of the full reading; absent when none is under way. */
  page: v.optional(v.number()),
  /** When the full reading under way, or the last one, began: milliseconds since 1970. */
  reconciledAt: v.optional(v.number()),
  /**
   * The cause of the next full reading. `all`: a long stock change. `orders`: an order, or an event that
   * cannot be read.
   */
  call: v.optional(v.picklist(['all', 'orders'])),
  /** Events that set `call`. The next poll confirms them: `call` is stored by then. */
  kept: v.optional(v.array(v.number()), () => []),
})
export type Cursor = v.InferOutput<typeof Cursor>
