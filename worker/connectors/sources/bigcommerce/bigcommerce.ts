/**
 * BigCommerce. Its webhooks tell a change and not the level, and its pages contradict each other on
 * which it is: so each is only a hint of a product to be read. Everything is read now and then,
 * page by page, as far as the rate limit goes, and later from there.
 */
import * as v from 'valibot'
import type { BigcommerceOptions } from './options.ts'
import type { Hook } from '../../hook.ts'
import { verifySharedSecret } from '../../shared-secret.ts'
import { BIGCOMMERCE_PAGES_RUN, BIGCOMMERCE_PRODUCTS } from '../../../limits.ts'
import { chunks } from '../../../chunks.ts'
import type { Delivery, Failed, Polled, Sink, SourceConnector } from '../contract.ts'
import { readProducts } from './api.ts'

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

export const bigcommerce: SourceConnector<'bigcommerce'> = {
  type: 'bigcommerce',
  secrets: ['accessToken', 'hookSecret'],
  addresses: ['baseUrl'],
  create: (options, { env }) => {
    const { hookSecret } = options
    return {
      ...(hookSecret && { verify: (hook) => verifySharedSecret(hookSecret, hook) }),
      read: readHook,
      reread: (hints, sink) => reread(env, options, hints, sink),
      changesSince: (cursor, sink) => readAll(env, options, cursor, sink),
    }
  },
}

function readHook({ body }: Hook): Delivery | undefined {
  const parsed = v.safeParse(Payload, JSON.parse(body))
  if (!parsed.success) return
  const { data, hash, created_at: at } = parsed.output
  const product =
    'inventory' in data
      ? data.inventory.product_id
      : 'product_id' in data
        ? data.product_id
        : data.id
  // Repetitions have the same hash; so might another change that says the same, at another time.
  return { ...(hash && { id: `${hash} ${at}` }), hints: [String(product)] }
}

async function reread(
  env: Env,
  options: BigcommerceOptions,
  hints: string[],
  sink: Sink,
): Promise<{ kind: 'done' } | Failed> {
  for (const some of chunks(hints, BIGCOMMERCE_PRODUCTS)) {
    const asOf = Date.now()
    const read = await readProducts(env, options, 1, some)
    if (read.kind === 'failed') return read
    await sink.levels(read.levels, asOf)
  }
  return { kind: 'done' }
}

/** The cursor is the page to go on with, and how many products came before it. */
const Cursor = v.object({ page: v.number(), items: v.number() })
const START = { page: 1, items: 0 }

async function readAll(
  env: Env,
  options: BigcommerceOptions,
  cursor: string | undefined,
  sink: Sink,
): Promise<Polled> {
  let { page, items } = cursor === undefined ? START : v.parse(Cursor, JSON.parse(cursor))
  for (let read = 0; read < BIGCOMMERCE_PAGES_RUN; read += 1) {
    const asOf = Date.now()
    const some = await readProducts(env, options, page, undefined)
    if (some.kind === 'failed') return some
    await sink.levels(some.levels, asOf)
    items += some.products
    page += 1
    if (page > some.pages) return { kind: 'done', cursor: JSON.stringify(START), items }
    if (some.restSeconds > 0) return more({ page, items }, some.restSeconds)
  }
  return more({ page, items }, 1)
}

const more = (cursor: v.InferOutput<typeof Cursor>, afterSeconds: number): Polled => ({
  kind: 'more',
  cursor: JSON.stringify(cursor),
  afterSeconds,
})
