/** Chooses the SKUs that a run reads: those with waiting subscribers that are not put off. */
import type { SourceContext, WaitedForSku } from './contract.ts'

/**
 * Pages of SKUs that one run looks through. A run skips SKUs that are put off without a request;
 * strangers may have asked for so many that one page has no others.
 */
const SCANNED_PAGES = 20

/**
 * The next `limit` items after the SKU `after`. `choose` returns the item of a SKU, or undefined to
 * skip it. Also returns the SKU after which to continue: '' after the last one.
 */
export async function nextItems<T>(
  { waitedFor }: Pick<SourceContext, 'waitedFor'>,
  after: string,
  limit: number,
  choose: (waiting: WaitedForSku) => T | undefined,
): Promise<{ items: T[]; after: string }> {
  const items: T[] = []
  let at = after
  for (let page = 0; page < SCANNED_PAGES; page += 1) {
    const waiting = await waitedFor(at, limit)
    for (const one of waiting) {
      at = one.sku
      const item = choose(one)
      if (item !== undefined) items.push(item)
      if (items.length >= limit) return { items, after: at }
    }
    if (waiting.length < limit) return { items, after: '' }
  }
  return { items, after: at }
}
