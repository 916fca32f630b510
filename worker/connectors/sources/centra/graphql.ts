/**
 * Requests to Centra's Integration API (GraphQL). Centra reports faults with HTTP 200: as `errors`,
 * and for a mutation as `userErrors`. Both become failures with a short code of ours; Centra's own
 * texts are dropped.
 */
import * as v from 'valibot'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import type { IsUp } from '../judge.ts'
import { THROTTLED_SECONDS } from './limits.ts'
import type { CentraOptions } from './options.ts'

const Envelope = v.object({
  data: v.optional(v.nullable(v.unknown())),
  errors: v.optional(v.array(v.object({ message: v.optional(v.string(), '') })), () => []),
})

/** The part that every mutation's answer has. */
export const Mutation = v.object({
  userErrors: v.optional(v.nullable(v.array(v.unknown())), () => []),
})

/** Sends one query or mutation; `schema` is the shape of `data` in the answer. */
export type AskCentra = <S extends v.GenericSchema>(
  query: string,
  variables: Record<string, unknown>,
  schema: S,
) => Promise<{ kind: 'read'; value: v.InferOutput<S> } | SourceFailure>

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
    if (errors.length > 0) return failureOf(errors)
    const parsed = v.safeParse(schema, data)
    return parsed.success
      ? { kind: 'read', value: parsed.output }
      : { kind: 'failed', reason: 'answer_unreadable' }
  }

// Centra does not document the wording for a spent quota, so anything similar counts.
function failureOf(errors: readonly { message: string }[]): SourceFailure {
  const spent = errors.some(({ message }) => /rate.?limit|throttl|quota|complexity/i.test(message))
  return spent
    ? { kind: 'failed', reason: 'throttled', afterSeconds: THROTTLED_SECONDS }
    : { kind: 'failed', reason: 'graphql_error' }
}

/** Asks for something that every token may read. No stranger can choose it. */
export const isUp =
  (ask: AskCentra): IsUp =>
  async () => {
    const query = `query up($limit: Int!, $page: Int!) {
      productSizes(limit: $limit, page: $page) { id SKU } rateLimits { quota remainingQuota } }`
    const read = await ask(query, { limit: 1, page: 1 }, v.object({}))
    return read.kind === 'failed' ? read : undefined
  }
