/**
 * Reads everything that a shop has, by a bulk operation: Shopify writes a file, which costs no
 * points. One run starts the operation; later runs look at it until it is done. Its levels were
 * true when it started, so levels that webhooks have brought since are newer and stay.
 */
import * as v from 'valibot'
import { askUpstream } from '../../client.ts'
import type { PollResult, Sink, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import type { Admin } from './admin.ts'
import { storeBulkFile } from './bulk-file.ts'
import { BULK_AGAIN_SECONDS, BULK_BUSY_SECONDS, BULK_ANSWER } from './limits.ts'
import type { ShopifyOptions } from './options.ts'
import { PRODUCT_FIELDS, VARIANT_FIELDS } from './variant.ts'

/** The cursor: the operation under way. An empty cursor means that there is none. */
const Operation = v.object({ operation: v.string(), startedAt: v.number() })
type Operation = v.InferOutput<typeof Operation>

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

const STATE = `query ($id: ID!) {
  shop { currencyCode }
  bulkOperation(id: $id) { id status url objectCount }
}`
const State = v.object({
  shop: v.object({ currencyCode: v.string() }),
  bulkOperation: v.nullable(
    v.object({
      status: v.string(),
      url: v.nullable(v.string()),
      /** How many objects it read: a number as text. */
      objectCount: v.string(),
    }),
  ),
})

/** The operation failed: the next run starts a new one (empty cursor). */
const restart = (reason: string): SourceFailure => ({ kind: 'failed', reason, cursor: '' })

/** Starts a bulk operation, looks at the one under way, or stores its file. */
export async function readEverything(
  env: Env,
  admin: Admin,
  cursor: string | undefined,
  sink: Sink,
  options: ShopifyOptions,
  faults: ItemFaults,
): Promise<PollResult> {
  const started = cursor ? v.parse(Operation, JSON.parse(cursor)) : await start(admin)
  if ('kind' in started) return started
  const underWay = JSON.stringify(started)
  const state = await admin(STATE, { id: started.operation }, State)
  // The operation may be new: keep it, so that the next run does not start another.
  if (state.kind === 'failed') return { ...state, cursor: underWay }
  const { shop, bulkOperation: operation } = state.value
  if (operation === null) return restart('bulk_lost')
  switch (operation.status) {
    case 'CREATED':
    case 'RUNNING':
    case 'CANCELING':
      return { kind: 'more', cursor: underWay, afterSeconds: BULK_AGAIN_SECONDS }
    case 'COMPLETED':
      break
    default:
      return restart('bulk_failed')
  }
  // Without any result there is no file.
  if (operation.url === null) return { kind: 'done', cursor: '', items: 0 }
  const asked = await askUpstream(env, operation.url, { bounds: BULK_ANSWER })
  if (asked.kind === 'failed') return restart(asked.reason)
  const file = {
    objects: Number(operation.objectCount),
    currency: shop.currencyCode,
    startedAt: started.startedAt,
  }
  const stored = await storeBulkFile(asked.response, file, sink, options, faults)
  if (stored.kind === 'stored') return { ...stored, kind: 'done', cursor: '' }
  const { reason, item } = stored
  return { ...restart(reason), ...(item !== undefined && { item }) }
}

async function start(admin: Admin): Promise<Operation | SourceFailure> {
  const startedAt = Date.now()
  const answer = await admin(START, { query: EVERYTHING }, Started)
  if (answer.kind === 'failed') return answer
  const { bulkOperation, userErrors } = answer.value.bulkOperationRunQuery
  if (bulkOperation === null || userErrors.length > 0) {
    return { kind: 'failed', reason: 'bulk_refused', afterSeconds: BULK_BUSY_SECONDS }
  }
  return { operation: bulkOperation.id, startedAt }
}
