/**
 * Stock levels for Klaviyo's custom catalogue, through its Catalog API. Klaviyo has one quantity
 * for a variant, so the highest of its levels (markets, languages) counts. A row names only the
 * levels that changed; the siblings know them all. Quantities are absolute: sending one twice is
 * harmless.
 */
import { chunks } from '../../../chunks.ts'
import type { Level } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfStatus, send } from './api.ts'
import { variantId } from './bodies.ts'
import type { KlaviyoOptions } from './options.ts'

// Klaviyo, "Bulk Update Catalog Variants": variants in one job.
const JOB_VARIANTS = 100

/** Writes quantities: one variant by itself, several in jobs. */
export async function updateStock(options: KlaviyoOptions, levels: Level[]): Promise<Outcome> {
  const variants = variantsOf(options, levels)
  const [only, ...more] = variants
  if (!only) return { kind: 'accepted' }
  if (more.length === 0) {
    const path = `/api/catalog-variants/${encodeURIComponent(only.id)}`
    return outcomeOf(await send(options, 'PATCH', path, { data: only }), outcomeOfVariant)
  }
  let refused: Outcome | undefined
  for (const some of chunks(variants, JOB_VARIANTS)) {
    const answer = await send(options, 'POST', '/api/catalog-variant-bulk-update-jobs', job(some))
    const outcome = outcomeOf(answer, outcomeOfStatus)
    // A job that is refused does not stop the other jobs.
    if (outcome.kind === 'refused') refused = outcome
    else if (outcome.kind !== 'accepted') return outcome
  }
  return refused ?? { kind: 'accepted' }
}

type Variant = ReturnType<typeof variantsOf>[number]

function variantsOf({ catalog }: KlaviyoOptions, levels: Level[]) {
  const quantities = new Map(
    levels.map((level) => {
      const own = level.siblings?.find(({ sku }) => sku === level.sku)
      return [variantId(catalog, level), own?.quantity ?? level.quantity]
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

/** Klaviyo needs no level of a variant that it does not have; the log counts it as skipped. */
const outcomeOfVariant = (status: number, body: string): Outcome =>
  status === 404 ? { kind: 'accepted', used: { skipped: 1 } } : outcomeOfStatus(status, body)
