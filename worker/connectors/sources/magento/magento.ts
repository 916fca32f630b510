/**
 * Magento 2. It has no webhooks, and no list of salable quantities: each sku is asked for. So those
 * that people wait for are read first, and the rest in turn behind them, some in each run. A shop
 * may push the names of skus that changed: they are hints, and read at once.
 */
import * as v from 'valibot'
import type { MagentoOptions } from './options.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import { Sku } from '../../../../shared/text.ts'
import type { Hook } from '../../hook.ts'
import { verifySharedSecret } from '../../shared-secret.ts'
import { MAGENTO_BATCH, MAGENTO_RUN_MS } from '../../../limits.ts'
import { chunks } from '../../../chunks.ts'
import { waitedFor } from '../waiting.ts'
import type { Delivery, Failed, Polled, Sink, SourceConnector, SourceContext } from '../contract.ts'
import { levelOf, skusOnPage } from './api.ts'

const Cursor = v.object({
  /** The last sku read of those that people wait for; empty after the last of all. */
  after: v.string(),
  /** The next page of all source items. */
  page: v.number(),
})

const Pushed = v.object({ skus: v.pipe(v.array(Sku), v.minLength(1), v.maxLength(1000)) })

export const magento: SourceConnector<'magento'> = {
  type: 'magento',
  secrets: ['token', 'hookSecret'],
  addresses: ['baseUrl'],
  create: (options, context) => {
    const { hookSecret } = options
    return {
      ...(hookSecret && { verify: (hook) => verifySharedSecret(hookSecret, hook) }),
      read: readPush,
      reread: async (skus, sink) => {
        const read = await readSkus(context.env, options, skus, sink, Infinity)
        return read.kind === 'failed' ? read : { kind: 'done' }
      },
      changesSince: (cursor, sink) => poll(options, context, sink, cursor),
    }
  },
}

function readPush({ body, headers }: Hook): Delivery | undefined {
  const parsed = v.safeParse(Pushed, JSON.parse(body))
  const id = headers.get('X-Hook-Id')
  return parsed.success ? { ...(id && { id }), hints: parsed.output.skus } : undefined
}

async function poll(
  options: MagentoOptions,
  { env, shop, db }: SourceContext,
  sink: Sink,
  text: string | undefined,
): Promise<Polled> {
  const { skusPerRun } = options
  const before = text === undefined ? { after: '', page: 1 } : v.parse(Cursor, JSON.parse(text))
  const end = Date.now() + MAGENTO_RUN_MS
  const waited = (await waitedFor(db, shop.id, before.after, skusPerRun)).map(({ sku }) => sku)
  const first = await readSkus(env, options, waited, sink, end)
  if (first.kind === 'failed') return first
  // A page is of items at sources: a sku that is at several may be on the next one again.
  const listed = await skusOnPage(env, options, before.page)
  if (listed.kind === 'failed') return listed
  const others = listed.skus.filter((sku) => !waited.includes(sku))
  const rest = await readSkus(env, options, others, sink, end)
  if (rest.kind === 'failed') return rest
  const allWaited = first.read === waited.length
  const after = allWaited && waited.length < skusPerRun ? '' : (waited[first.read - 1] ?? '')
  // What there was no time for is on the same page again.
  const page = rest.read < others.length ? before.page : listed.last ? 1 : before.page + 1
  const unknown = first.unknown + rest.unknown
  return {
    kind: 'done',
    cursor: JSON.stringify({ after, page }),
    items: first.read + rest.read,
    counts: { unknown },
  }
}

/** Reads skus until the time is up; how many were read, and how many Magento does not know. */
async function readSkus(
  env: Env,
  options: MagentoOptions,
  skus: string[],
  sink: Sink,
  end: number,
): Promise<{ kind: 'read'; read: number; unknown: number } | Failed> {
  let read = 0
  let unknown = 0
  for (const some of chunks(skus, MAGENTO_BATCH)) {
    if (Date.now() > end) break
    const asOf = Date.now()
    const levels: StockLevel[] = []
    for (const sku of some) {
      const level = await levelOf(env, options, sku)
      if (level.kind === 'failed') return level
      if (level.kind === 'unknown') unknown += 1
      else levels.push({ sku, quantity: level.quantity })
    }
    await sink.levels(levels, asOf)
    read += some.length
  }
  return { kind: 'read', read, unknown }
}
