/** Stock levels for Voyado, as absolute quantities. */
import { chunks } from '../../../chunks.ts'
import type { Level } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfStatus } from './api.ts'
import type { Engage } from './bodies.ts'

/** Sends levels in batches. After a failure all are sent again, which is harmless. */
export async function updateStock({ options, send }: Engage, levels: Level[]): Promise<Outcome> {
  for (const some of chunks(levels, options.batch)) {
    const body = some.map(({ sku, quantity, locale, externalId }) => ({
      sku,
      quantity,
      locale,
      externalId,
    }))
    const outcome = outcomeOf(await send('PUT', '/inventory/stock-levels', body), outcomeOfStatus)
    if (outcome.kind !== 'accepted') return outcome
  }
  return { kind: 'accepted' }
}
