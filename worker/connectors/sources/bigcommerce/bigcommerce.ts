/**
 * BigCommerce. A webhook says that a product changed, but its documents disagree on whether the
 * number in it is a change or a level. So a webhook is only a hint to read the product. A full
 * reading runs page by page, as far as the rate limit allows, and continues in the next run.
 */
import * as v from 'valibot'
import { chunks } from '../../../chunks.ts'
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
import { type IsUp, judgeOf, pageAfter, readTogether } from '../judge.ts'
import { getJson } from './api.ts'
import { PAGES_PER_RUN, PRODUCTS_PER_REQUEST } from './limits.ts'
import { BigcommerceOptions } from './options.ts'
import { readProducts } from './products.ts'

const Id = v.pipe(v.number(), v.integer())
const Payload = v.object({
  scope: v.string(),
  created_at: v.optional(v.number(), 0),
  hash: v.optional(v.string()),
  data: v.union([
    v.object({ inventory: v.object({ product_id: Id }) }),
    v.object({ product_id: Id }),
    v.object({ type: v.literal('product'), id: Id }),
  ]),
})

export const bigcommerce = defineSource({
  type: 'bigcommerce',
  options: BigcommerceOptions,
  secrets: ['accessToken', 'hookSecret'],
  addresses: ['baseUrl'],
  create: (options, { env }) => ({
    ...sharedSecret(options.hookSecret),
    readDelivery: parseDelivery,
    reread: (hints, sink, faults) => readHinted(env, options, hints, sink, faults),
    changesSince: (cursor, sink, { faults }) => readAll(env, options, cursor, sink, faults),
  }),
})

function parseDelivery({ body }: Hook): Delivery | undefined {
  const parsed = v.safeParse(Payload, JSON.parse(body))
  if (!parsed.success) return
  const { data, hash, created_at: at } = parsed.output
  const product =
    'inventory' in data
      ? data.inventory.product_id
      : 'product_id' in data
        ? data.product_id
        : data.id
  // The hash covers the content only: the same content at another time is another delivery.
  return { ...(hash && { id: `${hash} ${at}` }), hints: [String(product)] }
}

async function readHinted(
  env: Env,
  options: BigcommerceOptions,
  hints: string[],
  sink: Sink,
  faults: ItemFaults,
): Promise<{ kind: 'done' } | SourceFailure> {
  const judge = judgeOf(faults, isUp(env, options))
  for (const ids of chunks(hints, PRODUCTS_PER_REQUEST)) {
    const failure = await readTogether(
      judge,
      ids,
      (id) => ({ key: `product ${id}` }),
      async (some) => {
        const asOf = Date.now()
        const read = await readProducts(env, options, 1, faults, some)
        if (read.kind === 'failed') return read
        await sink.levels(read.levels, asOf)
        return undefined
      },
    )
    if (failure) return failure
  }
  return { kind: 'done' }
}

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
  env: Env,
  options: BigcommerceOptions,
  cursor: string | undefined,
  sink: Sink,
  faults: ItemFaults,
): Promise<PollResult> {
  let { page, items } = cursor === undefined ? START : v.parse(Cursor, JSON.parse(cursor))
  for (let pages = 0; pages < PAGES_PER_RUN; pages += 1) {
    const asOf = Date.now()
    if (page === 1) faults.restart()
    const read = await readProducts(env, options, page, faults)
    if (read.kind === 'failed') {
      const at = pageAfter(faults, page, read)
      return { ...read, cursor: JSON.stringify({ page: at, items }) }
    }
    await sink.levels(read.levels, asOf)
    items += read.products
    page += 1
    if (page > read.pages) return { kind: 'done', cursor: JSON.stringify(START), items }
    if (read.restSeconds > 0) return continueAt({ page, items }, read.restSeconds)
  }
  return continueAt({ page, items }, 1)
}

const continueAt = (cursor: Cursor, afterSeconds: number): PollResult => ({
  kind: 'more',
  cursor: JSON.stringify(cursor),
  afterSeconds,
})
