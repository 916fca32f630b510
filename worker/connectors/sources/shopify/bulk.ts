/**
 * Reads everything that a shop has, by a bulk operation: Shopify writes a file, which costs no
 * points. One run starts the operation; later runs look at it until it is done. Its levels were
 * true when it started, so levels that webhooks have brought since are newer and stay.
 */
import * as v from 'valibot'
import { Amount, List, needed, State, Word } from '../../../lenient.ts'
import { askUpstream } from '../../client.ts'
import type { PollResult, Sink, SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import type { Admin } from './admin.ts'
import { storeBulkFile } from './bulk-file.ts'
import { BULK_AGAIN_SECONDS, BULK_BUSY_SECONDS, BULK_ANSWER } from './limits.ts'
import type { ShopifyOptions } from './options.ts'
import { Shop } from './queries.ts'
import { bulkFields } from './variant.ts'

/** The cursor: the operation under way. An empty cursor means that there is none. */
const Operation = v.object({ operation: v.string(), startedAt: v.number() })
type Operation = v.InferOutput<typeof Operation>

const everything = (options: ShopifyOptions): string =>
  `{ productVariants { edges { node { ${bulkFields(options)} } } } }`

/** Grouped: the line of a picture follows its variant, and only so can it be assigned. */
const START = `mutation ($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) {
    bulkOperation { id status }
    userErrors { field message }
  }
}`
const Started = v.object({
  bulkOperationRunQuery: v.object({
    bulkOperation: v.nullable(v.object({ id: needed(Word) })),
    userErrors: List,
  }),
})

const STATE = `query ($id: ID!) {
  shop { currencyCode }
  bulkOperation(id: $id) { id status url partialDataUrl objectCount }
}`
const Progress = v.object({
  shop: Shop,
  bulkOperation: v.nullable(
    v.object({
      status: needed(State),
      url: Word,
      /** The file with the part that a failed operation read before it failed. */
      partialDataUrl: Word,
      /** How many objects it read: a number as text. */
      objectCount: Amount,
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
  const started = cursor ? v.parse(Operation, JSON.parse(cursor)) : await start(admin, options)
  if ('kind' in started) return started
  const underWay = JSON.stringify(started)
  const state = await admin(STATE, { id: started.operation }, Progress)
  // The operation may be new: keep it, so that the next run does not start another.
  if (state.kind === 'failed') return { ...state, cursor: underWay }
  const { shop, bulkOperation: operation } = state.value
  if (operation === null) return restart('bulk_lost')
  const { status, url, partialDataUrl, objectCount } = operation
  if (['created', 'running', 'canceling'].includes(status)) {
    return { kind: 'more', cursor: underWay, afterSeconds: BULK_AGAIN_SECONDS }
  }
  const isPartial = status !== 'completed'
  const address = isPartial ? partialDataUrl : url
  if (address === undefined) {
    // Without any result there is no file.
    return isPartial ? restart('bulk_failed') : { kind: 'done', cursor: '', items: 0 }
  }
  if (!URL.canParse(address)) return restart('bulk_unreadable')
  const asked = await askUpstream(env, address, { bounds: BULK_ANSWER })
  if (asked.kind === 'failed') return restart(isPartial ? 'bulk_failed' : asked.reason)
  const file = {
    objects: objectCount ?? 0,
    currency: shop?.currencyCode,
    startedAt: started.startedAt,
    isPartial,
  }
  const stored = await storeBulkFile(asked.response, file, sink, options, faults)
  if (isPartial) return restart('bulk_failed')
  if (stored.kind === 'stored') return { ...stored, kind: 'done', cursor: '' }
  const { reason, item } = stored
  return { ...restart(reason), ...(item !== undefined && { item }) }
}

async function start(admin: Admin, options: ShopifyOptions): Promise<Operation | SourceFailure> {
  const startedAt = Date.now()
  const answer = await admin(START, { query: everything(options) }, Started)
  if (answer.kind === 'failed') return answer
  const { bulkOperation, userErrors } = answer.value.bulkOperationRunQuery
  if (bulkOperation === null || userErrors.length > 0) {
    return { kind: 'failed', reason: 'bulk_refused', afterSeconds: BULK_BUSY_SECONDS }
  }
  return { operation: bulkOperation.id, startedAt }
}
