/**
 * BigCommerce. A webhook says that a product changed, but its documents disagree on whether the
 * number in it is a change or a level. So a webhook is only a hint to read the product. A full
 * reading runs page by page, as far as the rate limit allows, and continues in the next run.
 */
import * as v from 'valibot'
import { chunks } from '../../../chunks.ts'
import { Id, List, needed, orNothing, State } from '../../../lenient.ts'
import type { Hook } from '../../hook.ts'
import { sharedSecret } from '../../shared-secret.ts'
import {
  defineSource,
  type Delivery,
  type PollResult,
  type Sink,
  type SourceFailure,
} from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { type IsUp, judgeOf, mayBeOneItem, pageAfter, readTogether } from '../judge.ts'
import { getJson } from './api.ts'
import { PAGES_PER_RUN, PRODUCTS_PER_REQUEST } from './limits.ts'
import { BigcommerceOptions } from './options.ts'
import { type ProductLevels, readOneByOne, readProducts, type Reading } from './products.ts'

/** The product id in a webhook of any scope. */
const OfProduct = orNothing(v.object({ product_id: needed(Id) }))
const Data = v.object({
  type: State,
  id: Id,
  product_id: Id,
  inventory: OfProduct,
  sku: OfProduct,
})
const Payload = v.object({ scope: v.optional(v.unknown()), data: v.unknown() })

export const bigcommerce = defineSource({
  type: 'bigcommerce',
  options: BigcommerceOptions,
  secrets: ['accessToken', 'hookSecret'],
  addresses: ['baseUrl'],
  readsAll: true,
  create: (options, { env }) => ({
    ...sharedSecret(options.hookSecret),
    readDelivery: parseDelivery,
    reread: (hints, sink, faults) => readHinted(readingOf(env, options, faults), hints, sink),
    changesSince: (cursor, sink, { faults }) =>
      readAll(readingOf(env, options, faults), cursor, sink),
  }),
})

function parseDelivery({ body }: Hook): Delivery | undefined {
  const payload = v.safeParse(Payload, JSON.parse(body))
  if (!payload.success) return
  const { scope, data } = payload.output
  const items = v.parse(List, data)
  const hints = (items.length > 0 ? items : [data]).flatMap((one) => {
    const read = v.safeParse(Data, one)
    if (!read.success) return []
    const { type, id, product_id: direct, inventory, sku } = read.output
    const isProduct = type === 'product' || (!type && String(scope).startsWith('store/product/'))
    return inventory?.product_id ?? direct ?? sku?.product_id ?? (isProduct ? id : undefined) ?? []
  })
  if (hints.length === 0) return
  // No id of the delivery: the hash covers the content and the time is in seconds, so two changes of
  // one product in a second look alike. Reading a product twice does no harm.
  return { hints: hints.map(String), leftOut: Math.max(1, items.length) - hints.length }
}

async function readHinted(
  reading: Reading,
  hints: string[],
  sink: Sink,
): Promise<{ kind: 'done' } | SourceFailure> {
  for (const ids of chunks(hints, PRODUCTS_PER_REQUEST)) {
    const failure = await readTogether(
      reading.judge,
      ids,
      (id) => ({ key: `product ${id}` }),
      async (some) => {
        const asOf = Date.now()
        const read = await readProducts(reading, 1, some)
        if (read.kind === 'failed') return read
        await store(read, sink, asOf)
        return undefined
      },
    )
    if (failure) return failure
  }
  return { kind: 'done' }
}

/** Facts come before levels: a level may notify people, and what is hidden is not offered. */
async function store({ facts, levels }: ProductLevels, sink: Sink, asOf: number): Promise<void> {
  await sink.facts(facts)
  await sink.levels(levels, asOf)
}

const readingOf = (env: Env, options: BigcommerceOptions, faults: ItemFaults): Reading => ({
  env,
  options,
  faults,
  judge: judgeOf(faults, isUp(env, options)),
})

/** Asks for the first page. No webhook can choose that. */
const isUp =
  (env: Env, options: BigcommerceOptions): IsUp =>
  async () => {
    const path = '/v3/catalog/products?limit=1&page=1'
    const read = await getJson(env, options, path, v.object({}))
    return read.kind === 'failed' ? read : undefined
  }

/** The page to continue with, and how many products the pages before it held. */
const Cursor = v.object({ page: v.number(), items: v.number() })
type Cursor = v.InferOutput<typeof Cursor>
const START: Cursor = { page: 1, items: 0 }

async function readAll(
  reading: Reading,
  cursor: string | undefined,
  sink: Sink,
): Promise<PollResult> {
  const { env, options, faults } = reading
  let { page, items } = cursor === undefined ? START : v.parse(Cursor, JSON.parse(cursor))
  for (let pages = 0; pages < PAGES_PER_RUN; pages += 1) {
    const asOf = Date.now()
    // If the first page failed before, this is still the same reading.
    if (page === 1 && !faults.isPutOff('page 1')) faults.restart()
    const read = await readPage(reading, page)
    if (read.kind === 'failed') {
      const at = await pageAfter(faults, page, read, isUp(env, options))
      return { ...read, cursor: JSON.stringify({ page: at, items }) }
    }
    await store(read, sink, asOf)
    items += read.products
    page += 1
    if (!read.isMore) return { kind: 'done', cursor: JSON.stringify(START), items }
    if (read.restSeconds > 0) return continueAt({ page, items }, read.restSeconds)
  }
  return continueAt({ page, items }, 1)
}

async function readPage(reading: Reading, page: number): Promise<ProductLevels | SourceFailure> {
  const read = await readProducts(reading, page)
  // A host that sends endless answers gets no further request.
  const isOver = read.kind === 'read' || read.reason === 'answer_too_long' || !mayBeOneItem(read)
  return isOver ? read : ((await readOneByOne(reading, page)) ?? read)
}

const continueAt = (cursor: Cursor, afterSeconds: number): PollResult => ({
  kind: 'more',
  cursor: JSON.stringify(cursor),
  afterSeconds,
})
