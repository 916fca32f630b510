/**
 * Handing a subscription to Sequenzy. Sequenzy notifies people when an upsert changes a variant from
 * sold out to in stock, so the variant is upserted as sold out before the request is registered.
 */
import { chunks } from '../../../chunks.ts'
import type { Call, Level } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfStatus, send } from './api.ts'
import { requestOf } from './bodies.ts'
import type { SequenzyOptions } from './options.ts'
import { productOf, type Upsert } from './product.ts'
import { isBack, upsertsOf, upsertsOfReturn } from './stock.ts'

// Sequenzy, "Upsert products": products in one request.
const UPSERT_PRODUCTS = 100

/** The calls of mode `relay`, for one run. */
export function relayTo(options: SequenzyOptions) {
  const upsert = async (products: Upsert[]): Promise<Outcome> =>
    outcomeOf(await send(options, '/products', { products }), outcomeOfStatus('conflict'))

  async function upsertInTurn(groups: Upsert[][]): Promise<Outcome> {
    for (const some of groups.flatMap((group) => chunks(group, UPSERT_PRODUCTS))) {
      const outcome = await upsert(some)
      if (outcome.kind !== 'accepted') return outcome
    }
    return { kind: 'accepted' }
  }

  // Many people may ask for one variant within a run: only the first request upserts it.
  const upserted = new Map<string, Promise<Outcome>>()
  function upsertOnce(product: Upsert): Promise<Outcome> {
    const key = JSON.stringify(product)
    const outcome = upserted.get(key) ?? upsert([product])
    upserted.set(key, outcome)
    void outcome.then(({ kind }) => kind === 'accepted' || upserted.delete(key))
    return outcome
  }

  async function subscribe(call: Call): Promise<Outcome> {
    if (!call.to.email) return { kind: 'refused', reason: 'nothing_to_send' }
    const before = (await call.siblings?.()) ?? []
    if (options.sendStock) {
      const product = productOf(before, call.sku)
      // A product needs a title, which neither the catalogue nor a page has named yet.
      if (!product) return { kind: 'parked', reason: 'variant_not_found' }
      if (!isBack(before, call.sku)) {
        const outcome = await upsertOnce(product)
        if (outcome.kind !== 'accepted') return outcome
      }
    }
    const answer = await send(options, '/back-in-stock', requestOf(call, before))
    const outcome = outcomeOf(answer, outcomeOfStatus('duplicate'))
    if (!options.sendStock || outcome.kind !== 'accepted') return outcome
    const now = (await call.siblings?.()) ?? []
    if (!isBack(now, call.sku)) return outcome
    upserted.clear()
    const shown = await upsertInTurn(upsertsOfReturn(now, call.sku))
    return shown.kind === 'accepted' ? outcome : shown
  }

  return { subscribe, updateStock: (levels: Level[]) => upsertInTurn(upsertsOf(levels)) }
}
