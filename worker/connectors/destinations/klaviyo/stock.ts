/**
 * Levels for Klaviyo's custom catalogue, through its Catalog API. It has one quantity for each
 * variant, so of several levels of one (markets, languages) the highest counts, which only the
 * siblings tell: a row names those that changed. Absolute quantities: the same twice is harmless.
 */
import type { KlaviyoOptions } from './options.ts'
import { chunks } from '../../../chunks.ts'
import type { Level } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { outcomeOf } from '../outcome.ts'
import { send, verdict } from './api.ts'
import { variantId } from './bodies.ts'

/** The only catalogue that the Catalog API writes. */
export const CUSTOM = '$custom:::$default'
// Klaviyo, "Bulk Update Catalog Variants": variants in one job.
const JOB_VARIANTS = 100

export async function updateStock(options: KlaviyoOptions, levels: Level[]): Promise<Outcome> {
  const variants = variantsOf(options, levels)
  const [only, ...more] = variants
  if (!only) return { kind: 'accepted' }
  if (more.length === 0) {
    const path = `/api/catalog-variants/${encodeURIComponent(only.id)}`
    return outcomeOf(await send(options, 'PATCH', path, { data: only }), oneTaken)
  }
  let refused: Outcome | undefined
  for (const some of chunks(variants, JOB_VARIANTS)) {
    const answer = await send(options, 'POST', '/api/catalog-variant-bulk-update-jobs', job(some))
    const outcome = outcomeOf(answer, verdict)
    // What was refused for its own sake keeps nobody else's level back.
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

/** A variant that Klaviyo does not have needs no level there; the log says that it was left out. */
const oneTaken = (status: number, body: string): Outcome =>
  status === 404 ? { kind: 'accepted', used: { skipped: 1 } } : verdict(status, body)
