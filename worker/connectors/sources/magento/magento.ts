/**
 * Magento 2. It sends no webhooks and has no list of salable quantities, so each SKU takes a
 * request. Every run reads the SKUs with waiting subscribers first, then the next page of all
 * others. A shop may push the SKUs that changed; these are read at once.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { chunks } from '../../../chunks.ts'
import { sharedSecret } from '../../shared-secret.ts'
import {
  defineSource,
  type PollContext,
  type PollResult,
  type Sink,
  type SourceContext,
  type SourceFailure,
} from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { type AskedItem, type IsUp, type Judge, judgeOf } from '../judge.ts'
import { nextItems } from '../next-items.ts'
import { listSkus, readQuantity } from './api.ts'
import { type WithoutDisabled, withoutDisabled } from './disabled.ts'
import { RUN_MS, SKUS_PER_BATCH } from './limits.ts'
import { MagentoOptions } from './options.ts'
import { readPush } from './push.ts'

const Cursor = v.object({
  /** The last SKU with waiting subscribers that was read; '' after the last of them. */
  after: v.string(),
  /** The next page of all SKUs. */
  page: v.number(),
})

export const magento = defineSource({
  type: 'magento',
  options: MagentoOptions,
  secrets: ['token', 'hookSecret'],
  addresses: ['baseUrl'],
  readsAll: true,
  create: (options, context) => ({
    ...sharedSecret(options.hookSecret),
    readDelivery: readPush,
    reread: async (skus, sink, faults) => {
      const reading = readingOf(context.env, options, sink, faults, Infinity)
      const { failure } = await readSkus(reading, skus)
      return failure ?? { kind: 'done' }
    },
    changesSince: (cursor, sink, poll) => readNext(options, context, sink, cursor, poll),
  }),
})

async function readNext(
  options: MagentoOptions,
  context: SourceContext,
  sink: Sink,
  stored: string | undefined,
  { faults }: PollContext,
): Promise<PollResult> {
  const { env } = context
  const { skusPerRun } = options
  const before = stored === undefined ? { after: '', page: 1 } : v.parse(Cursor, JSON.parse(stored))
  const reading = readingOf(env, options, sink, faults, Date.now() + RUN_MS)
  const { judge } = reading
  const isDue = (sku: string) => !faults.isPutOff(sku)
  const waited = await nextItems(context, before.after, skusPerRun, ({ sku }) =>
    isDue(sku) ? sku : undefined,
  )
  const first = await readSkus(reading, waited.items)
  const lastRead = waited.items[first.read - 1] ?? before.after
  const after = first.read < waited.items.length ? lastRead : waited.after
  const cursorAt = (page: number) => JSON.stringify({ after, page })
  if (first.failure) return { ...first.failure, cursor: cursorAt(before.page) }

  // The list has one entry for each source that has a SKU, so a SKU may come on several pages.
  const listed = await listSkus(env, options, faults, before.page, skusPerRun)
  if (listed.kind === 'failed') {
    const failure = await judge.failed(pageItem(before.page), listed)
    const down = failure ?? (await judge.finish())
    // If only this page fails, the next run reads the page after it.
    if (down) return { ...down, cursor: cursorAt(before.page) }
    return { ...listed, cursor: cursorAt(before.page + 1) }
  }
  judge.answered(pageItem(before.page))
  const others = listed.skus.filter((sku) => !waited.items.includes(sku) && isDue(sku))
  const rest = await readSkus(reading, others)
  // If the time was too short for the page, the next run reads the same page.
  const isWhole = rest.read >= others.length
  const page = !isWhole ? before.page : listed.isLast ? 1 : before.page + 1
  if (rest.failure) return { ...rest.failure, cursor: cursorAt(page) }
  const items = first.answered + rest.answered
  const failure = items === 0 ? judge.last() : undefined
  return { ...(failure ?? { kind: 'done', items }), cursor: cursorAt(page) }
}

const pageItem = (page: number): AskedItem => ({ key: `page ${page}` })

/** Asks for the first entry of the list. No stranger can choose that. */
const isUp =
  (env: Env, options: MagentoOptions, faults: ItemFaults): IsUp =>
  async () => {
    const listed = await listSkus(env, options, faults, 1, 1)
    return listed.kind === 'failed' ? listed : undefined
  }

/** The parts that reading SKUs needs during one run. */
interface Reading {
  env: Env
  options: MagentoOptions
  sink: Sink
  faults: ItemFaults
  judge: Judge
  publish: WithoutDisabled
  /** When to stop: milliseconds since 1970. */
  end: number
}

const readingOf = (
  env: Env,
  options: MagentoOptions,
  sink: Sink,
  faults: ItemFaults,
  end: number,
): Reading => ({
  env,
  options,
  sink,
  faults,
  judge: judgeOf(faults, isUp(env, options, faults)),
  publish: withoutDisabled(env, options, faults),
  end,
})

/**
 * Reads SKUs until the end. Returns how many it asked for, how many of them the host answered, and the
 * failure of the host, if it failed.
 */
async function readSkus(
  { env, options, sink, faults, judge, publish, end }: Reading,
  skus: string[],
): Promise<{ read: number; answered: number; failure?: SourceFailure | undefined }> {
  let read = 0
  let answered = 0
  for (const batch of chunks(skus, SKUS_PER_BATCH)) {
    if (Date.now() > end) break
    const asOf = Date.now()
    const levels: StockLevel[] = []
    let failure: SourceFailure | undefined
    for (const sku of batch) {
      const answer = await readQuantity(env, options, sku, faults.of(sku) !== undefined)
      read += 1
      if (answer.kind === 'failed') {
        failure = await judge.failed({ key: sku }, answer)
        if (failure) break
      } else {
        judge.answered({ key: sku })
        answered += 1
        levels.push({ sku, quantity: answer.quantity })
      }
    }
    await sink.levels(await publish(levels), asOf)
    if (failure) return { read, answered, failure }
  }
  return { read, answered, failure: await judge.finish() }
}
