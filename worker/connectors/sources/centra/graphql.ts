/**
 * Requests to Centra's Integration API (GraphQL). Centra reports faults with HTTP 200: as `errors`,
 * and for a mutation as `userErrors`. Both become failures with a short code of ours; Centra's own
 * texts are dropped. GraphQL may report the fault of one item beside the data of all others: then the
 * data counts.
 */
import * as v from 'valibot'
import { List, NeededList, Word } from '../../../lenient.ts'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import type { IsUp } from '../judge.ts'
import { THROTTLED_SECONDS } from './limits.ts'
import type { CentraOptions } from './options.ts'

const Fault = v.object({ message: Word })
const Envelope = v.object({ data: v.optional(v.unknown()), errors: List })

/** The part that every mutation's answer has. */
export const Mutation = v.object({ userErrors: List })

/** Data in the wanted shape. */
export interface ReadAnswer<T> {
  kind: 'read'
  value: T
  /** Centra reported faults beside the data: items may be missing, or null. */
  isPartial: boolean
}

/** The failure for a partial answer in which nothing can be used. */
export const FAULTY: SourceFailure = { kind: 'failed', reason: 'graphql_error' }

/** Why a mutation did not happen; undefined if it did. `reason`: the code for Centra's own refusal. */
export function refusalOf<K extends string>(
  answer: ReadAnswer<Record<K, v.InferOutput<typeof Mutation>>> | SourceFailure,
  mutation: K,
  reason: string,
): SourceFailure | undefined {
  if (answer.kind === 'failed') return answer
  if (answer.isPartial) return FAULTY
  const { userErrors } = answer.value[mutation]
  // A list with nothing in it but null has no error.
  return userErrors.some(Boolean) ? { kind: 'failed', reason } : undefined
}

/** Sends one query or mutation; `schema` is the shape of `data` in the answer. */
export type AskCentra = <S extends v.GenericSchema>(
  query: string,
  variables: Record<string, unknown>,
  schema: S,
) => Promise<ReadAnswer<v.InferOutput<S>> | SourceFailure>

/** A client with the token of the options. */
export const askCentra =
  (env: Env, { baseUrl, token }: Pick<CentraOptions, 'baseUrl' | 'token'>): AskCentra =>
  async (query, variables, schema) => {
    const asked = await askUpstream(env, `${baseUrl}/graphql`, {
      headers: { Authorization: `Bearer ${token}` },
      json: { query, variables },
    })
    if (asked.kind === 'failed') {
      return asked.reason === 'http_429' ? { afterSeconds: THROTTLED_SECONDS, ...asked } : asked
    }
    const read = await readJson(asked.response, Envelope)
    if (read.kind === 'failed') return read
    const { data, errors } = read.value
    const isPartial = errors.length > 0
    const parsed = v.safeParse(schema, data)
    if (isPartial && (isSpent(errors) || !parsed.success)) return failureOf(errors)
    return parsed.success
      ? { kind: 'read', value: parsed.output, isPartial }
      : { kind: 'failed', reason: 'answer_unreadable' }
  }

// Centra does not document the wording for a spent quota, so anything similar counts.
const isSpent = (errors: readonly unknown[]) =>
  errors.some((error) => {
    const fault = v.safeParse(Fault, error)
    const message = (fault.success && fault.output.message) || ''
    return /rate.?limit|throttl|quota|complexity/i.test(message)
  })

const failureOf = (errors: readonly unknown[]): SourceFailure =>
  isSpent(errors)
    ? { kind: 'failed', reason: 'throttled', afterSeconds: THROTTLED_SECONDS }
    : FAULTY

/** Asks for something that every token may read. No stranger can choose it. */
export const isUp =
  (ask: AskCentra): IsUp =>
  async () => {
    const query = `query up($limit: Int!, $page: Int!) {
      productSizes(limit: $limit, page: $page) { id SKU } rateLimits { quota remainingQuota } }`
    const read = await ask(query, { limit: 1, page: 1 }, v.object({ productSizes: NeededList }))
    if (read.kind === 'failed') return read
    return read.isPartial ? FAULTY : undefined
  }
