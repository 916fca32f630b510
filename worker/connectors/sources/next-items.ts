/** Which SKUs with waiting subscribers a run reads: those that are not put off, in turn. */
import type { SourceContext, WaitedForSku } from './contract.ts'

/**
 * Pages of SKUs that one run looks through. Strangers may have asked for many that cannot be read;
 * these cost no request, and must not fill a whole run.
 */
const SCANNED_PAGES = 20

/**
 * The next `limit` items after the SKU `after`. `choose` gives the item of a SKU, or undefined to
 * pass over it. Gives also the SKU to continue after: '' after the last of all.
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
