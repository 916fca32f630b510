/**
 * Stock levels for Klaviyo's custom catalogue, through its Catalog API. Klaviyo has one quantity
 * for a variant, so the highest of its levels (markets, languages) counts. A row names only the
 * levels that changed; the siblings know them all. Quantities are absolute: sending one twice is
 * harmless.
 */
import { chunks } from '../../../chunks.ts'
import { isPassing } from '../../answer.ts'
import type { Level } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfJob, outcomeOfLevel } from './answers.ts'
import { send } from './api.ts'
import { JOB_VARIANTS } from './limits.ts'
import type { KlaviyoOptions } from './options.ts'
import { variantId } from './variant.ts'

/** Writes quantities: one variant by itself, several in jobs. */
export async function updateStock(options: KlaviyoOptions, levels: Level[]): Promise<Outcome> {
  const variants = variantsOf(options, levels)
  const [only, ...more] = variants
  if (!only) return { kind: 'accepted' }
  if (more.length === 0) {
    const path = `/api/catalog-variants/${encodeURIComponent(only.id)}`
    return outcomeOf(await send(options, 'PATCH', path, { data: only }), outcomeOfLevel)
  }
  let refused: Outcome | undefined
  for (const some of chunks(variants, JOB_VARIANTS)) {
    const answer = await send(options, 'POST', '/api/catalog-variant-bulk-update-jobs', job(some))
    const outcome = outcomeOf(answer, outcomeOfJob)
    // A job that is refused does not stop the other jobs. No answer, or one that says "later", does.
    if (outcome.kind === 'retry' && answer.answered && !isPassing(answer.status)) refused = outcome
    else if (outcome.kind !== 'accepted') return outcome
  }
  return refused ?? { kind: 'accepted' }
}

type Variant = ReturnType<typeof variantsOf>[number]

function variantsOf(options: KlaviyoOptions, levels: Level[]) {
  const quantities = new Map(
    levels.map((level) => {
      const { sku } = level
      const own = level.siblings?.find((one) => one.sku === sku)
      // The catalogue may lack an entry in the level's own language.
      const product = level.product?.variantId ? level.product : (own?.product ?? level.product)
      return [variantId(options, { sku, product }), own?.quantity ?? level.quantity]
    }),
  )
  return [...quantities].map(([id, quantity]) => ({
    type: 'catalog-variant' as const,
    id,
    attributes: { inventory_quantity: quantity },
  }))
}

const job = (data: Variant[]) => ({
  data: {
    type: 'catalog-variant-bulk-update-job',
    attributes: { variants: { data } },
  },
})
