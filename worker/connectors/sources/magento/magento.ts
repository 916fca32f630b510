/**
 * Magento 2. It sends no webhooks and has no list of salable quantities, so each SKU takes a
 * request. Every run reads the SKUs with waiting subscribers first, then the next page of all
 * others. A shop may push the SKUs that changed; these are read at once.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { Sku } from '../../../../shared/text.ts'
import { chunks } from '../../../chunks.ts'
import type { Hook } from '../../hook.ts'
import { sharedSecret } from '../../shared-secret.ts'
import {
  defineSource,
  type Delivery,
  type PollResult,
  type Sink,
  type SourceContext,
  type SourceFailure,
} from '../contract.ts'
import { listSkus, readQuantity } from './api.ts'
import { RUN_MS, SKUS_PER_BATCH } from './limits.ts'
import { MagentoOptions } from './options.ts'

const Cursor = v.object({
  /** The last SKU with waiting subscribers that was read; '' after the last of them. */
  after: v.string(),
  /** The next page of all SKUs. */
  page: v.number(),
})

const Pushed = v.object({ skus: v.pipe(v.array(Sku), v.minLength(1), v.maxLength(1000)) })

export const magento = defineSource({
  type: 'magento',
  options: MagentoOptions,
  secrets: ['token', 'hookSecret'],
  addresses: ['baseUrl'],
  create: (options, context) => ({
    ...sharedSecret(options.hookSecret),
    readDelivery: parsePush,
    reread: async (skus, sink) => {
      const read = await readSkus(context.env, options, skus, sink, Infinity)
      return read.kind === 'failed' ? read : { kind: 'done' }
    },
    changesSince: (cursor, sink) => readNext(options, context, sink, cursor),
  }),
})

function parsePush({ body, headers }: Hook): Delivery | undefined {
  const parsed = v.safeParse(Pushed, JSON.parse(body))
  const id = headers.get('X-Hook-Id')
  return parsed.success ? { ...(id && { id }), hints: parsed.output.skus } : undefined
}

async function readNext(
  options: MagentoOptions,
  { env, waitedFor }: SourceContext,
  sink: Sink,
  stored: string | undefined,
): Promise<PollResult> {
  const { skusPerRun } = options
  const before = stored === undefined ? { after: '', page: 1 } : v.parse(Cursor, JSON.parse(stored))
  const end = Date.now() + RUN_MS
  const waited = (await waitedFor(before.after, skusPerRun)).map(({ sku }) => sku)
  const first = await readSkus(env, options, waited, sink, end)
  if (first.kind === 'failed') return first
  // The list has one entry for each source that has a SKU, so a SKU may come on several pages.
  const listed = await listSkus(env, options, before.page)
  if (listed.kind === 'failed') return listed
  const others = listed.skus.filter((sku) => !waited.includes(sku))
  const rest = await readSkus(env, options, others, sink, end)
  if (rest.kind === 'failed') return rest
  const allWaited = first.read === waited.length
  const after = allWaited && waited.length < skusPerRun ? '' : (waited[first.read - 1] ?? '')
  // If the time was too short for the page, the next run reads the same page.
  const page = rest.read < others.length ? before.page : listed.isLast ? 1 : before.page + 1
  const unknown = first.unknown + rest.unknown
  return {
    kind: 'done',
    cursor: JSON.stringify({ after, page }),
    items: first.read + rest.read,
    counts: { unknown },
  }
}

/**
 * Reads SKUs until `end` (milliseconds since 1970). Gives how many were read, and how many of those
 * Magento does not have.
 */
async function readSkus(
  env: Env,
  options: MagentoOptions,
  skus: string[],
  sink: Sink,
  end: number,
): Promise<{ kind: 'read'; read: number; unknown: number } | SourceFailure> {
  let read = 0
  let unknown = 0
  for (const batch of chunks(skus, SKUS_PER_BATCH)) {
    if (Date.now() > end) break
    const asOf = Date.now()
    const levels: StockLevel[] = []
    for (const sku of batch) {
      const answer = await readQuantity(env, options, sku)
      if (answer.kind === 'failed') return answer
      if (answer.kind === 'unknown') unknown += 1
      else levels.push({ sku, quantity: answer.quantity })
    }
    await sink.levels(levels, asOf)
    read += batch.length
  }
  return { kind: 'read', read, unknown }
}
