/** Requests to BigCommerce's API v3, which tells its rate limit in headers of its own. */
import * as v from 'valibot'
import { Amount, needed, NeededList, orNothing } from '../../../lenient.ts'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import { REQUESTS_LEFT_FOR_OTHERS } from './limits.ts'
import type { BigcommerceOptions } from './options.ts'

export interface ApiAnswer<T> {
  kind: 'read'
  value: T
  /** How long to pause, in seconds: more than 0 when little is left of the quota. */
  restSeconds: number
}

/** Gets JSON of a shape. `path` follows the store's base address. */
export async function getJson<S extends v.GenericSchema>(
  env: Env,
  { baseUrl, accessToken }: BigcommerceOptions,
  path: string,
  schema: S,
): Promise<ApiAnswer<v.InferOutput<S>> | SourceFailure> {
  const asked = await askUpstream(env, baseUrl + path, {
    headers: { 'X-Auth-Token': accessToken, Accept: 'application/json' },
    accepts: [429],
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  const resetMs = Number(response.headers.get('X-Rate-Limit-Time-Reset-Ms') ?? 0)
  const reset = Number.isFinite(resetMs) ? Math.ceil(Math.max(0, resetMs) / 1000) : 0
  if (response.status === 429) {
    await response.body?.cancel()
    return { kind: 'failed', reason: 'http_429', afterSeconds: reset }
  }
  const left = response.headers.get('X-Rate-Limit-Requests-Left')
  const isLow = left !== null && Number(left) < REQUESTS_LEFT_FOR_OTHERS
  const read = await readJson(response, schema)
  return read.kind === 'failed' ? read : { ...read, restSeconds: isLow ? Math.max(1, reset) : 0 }
}

/** One page of a list: each item is read by itself. */
export const Paged = v.object({
  data: NeededList,
  meta: orNothing(v.object({ pagination: v.object({ total_pages: needed(Amount) }) })),
})

/** Whether pages follow after `page`. Without page numbers in the answer: if the page is full. */
export const hasMore = (
  { data, meta }: v.InferOutput<typeof Paged>,
  page: number,
  limit: number,
): boolean => (meta ? page < meta.pagination.total_pages : data.length >= limit)
