/**
 * Everything that a shop has, by a bulk operation: Shopify writes a file, one variant a line, which
 * costs no points. It is begun in one run and looked at until it is done, over as many runs as that
 * takes. Levels were true when it began, so what a webhook brought meanwhile outweighs them; they
 * are stored when the file was read to its end.
 */
import * as v from 'valibot'
import type { ShopifyOptions } from './options.ts'
import {
  FEED_TIMEOUT_MS,
  SHOPIFY_BULK_AGAIN_SECONDS,
  SHOPIFY_BULK_BUSY_SECONDS,
  SOURCE_CHUNK,
} from '../../../limits.ts'
import { isReachable } from '../../public-address.ts'
import { askUpstream } from '../../ask.ts'
import type { Failed, Polled, Sink } from '../contract.ts'
import type { Admin } from './admin.ts'
import { CutOff, linesOf } from './lines.ts'
import {
  entryOf,
  PRODUCT_FIELDS,
  quantityOfVariant,
  skuOf,
  Variant,
  VARIANT_FIELDS,
} from './variant.ts'

const Job = v.object({ operation: v.string(), startedAt: v.number() })
type Job = v.InferOutput<typeof Job>

const EVERYTHING = `{
  productVariants { edges { node { ${VARIANT_FIELDS} product { ${PRODUCT_FIELDS} } } } }
}`

const START = `mutation ($query: String!) {
  bulkOperationRunQuery(query: $query) {
    bulkOperation { id status }
    userErrors { field message }
  }
}`
const Started = v.object({
  bulkOperationRunQuery: v.object({
    bulkOperation: v.nullable(v.object({ id: v.string() })),
    userErrors: v.array(v.unknown()),
  }),
})

const LOOK = `query ($id: ID!) {
  shop { currencyCode }
  bulkOperation(id: $id) { id status url objectCount }
}`
const Looked = v.object({
  shop: v.object({ currencyCode: v.string() }),
  bulkOperation: v.nullable(
    v.object({
      status: v.string(),
      url: v.nullable(v.string()),
      /** Objects that it read: a number as text. */
      objectCount: v.string(),
    }),
  ),
})

// What an operation was of no use for is begun anew.
const anew = (reason: string): Failed => ({ kind: 'failed', reason, cursor: '' })

/** `cursor` is the operation under way, if there is one. */
export async function reconcile(
  env: Env,
  admin: Admin,
  cursor: string | undefined,
  sink: Sink,
  options: ShopifyOptions,
): Promise<Polled> {
  const job = cursor ? v.parse(Job, JSON.parse(cursor)) : await start(admin)
  if ('kind' in job) return job
  const under = JSON.stringify(job)
  const read = await admin(LOOK, { id: job.operation }, Looked)
  // Begun already: the next run has to know of it.
  if (read.kind === 'failed') return { ...read, cursor: under }
  const { shop, bulkOperation: operation } = read.value
  if (operation === null) return anew('bulk_lost')
  switch (operation.status) {
    case 'CREATED':
    case 'RUNNING':
    case 'CANCELING':
      return { kind: 'more', cursor: under, afterSeconds: SHOPIFY_BULK_AGAIN_SECONDS }
    case 'COMPLETED':
      break
    default:
      return anew('bulk_failed')
  }
  // Nothing at all has no file.
  if (operation.url === null) return { kind: 'done', cursor: '', items: 0 }
  // Where Shopify keeps its files is its own affair, but it is no inner address of ours.
  if (!isReachable(env, operation.url)) return anew('bulk_unreadable')
  const asked = await askUpstream(env, operation.url, { timeoutMs: FEED_TIMEOUT_MS })
  if (asked.kind === 'failed') return anew(asked.reason)
  const objects = Number(operation.objectCount)
  return store(asked.response, objects, shop.currencyCode, job.startedAt, sink, options)
}

async function start(admin: Admin): Promise<Job | Failed> {
  const startedAt = Date.now()
  const read = await admin(START, { query: EVERYTHING }, Started)
  if (read.kind === 'failed') return read
  const { bulkOperation, userErrors } = read.value.bulkOperationRunQuery
  if (bulkOperation === null || userErrors.length > 0) {
    return { kind: 'failed', reason: 'bulk_refused', afterSeconds: SHOPIFY_BULK_BUSY_SECONDS }
  }
  return { operation: bulkOperation.id, startedAt }
}

/** A sku that several variants have, as duplicates of a product do, has what the best of them has. */
async function store(
  response: Response,
  objects: number,
  currency: string,
  startedAt: number,
  sink: Sink,
  options: ShopifyOptions,
): Promise<Polled> {
  const levels = new Map<string, number>()
  const counts = { without_sku: 0, repeated: 0 }
  let entries: Parameters<Sink['entries']>[0] = []
  let items = 0
  try {
    for await (const line of linesOf(response)) {
      items += 1
      const variant = variantIn(line)
      if (!variant) return { ...anew('bulk_unreadable'), item: items }
      const sku = skuOf(variant, options)
      if (sku === '') {
        counts.without_sku += 1
        continue
      }
      const before = levels.get(sku)
      if (before !== undefined) counts.repeated += 1
      const quantity = quantityOfVariant(variant, options) ?? 0
      levels.set(sku, Math.max(quantity, before ?? 0))
      const entry = entryOf(variant, options, currency)
      if (entry) entries.push(entry)
      if (entries.length >= SOURCE_CHUNK) {
        await sink.entries(entries)
        entries = []
      }
    }
  } catch (error) {
    if (error instanceof CutOff) return anew('cut_off')
    throw error
  }
  if (items === 0 && objects > 0) return anew('cut_off')
  await sink.entries(entries)
  await sink.levels(
    Array.from(levels, ([sku, quantity]) => ({ sku, quantity })),
    startedAt,
  )
  return { kind: 'done', cursor: '', items, counts }
}

function variantIn(line: string): Variant | undefined {
  try {
    const parsed = v.safeParse(Variant, JSON.parse(line))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
