/**
 * One question to Centra's Integration API. Faults come with HTTP 200 as `errors`, and those of a
 * mutation as `userErrors`; either is a failure here, by a short code and none of Centra's words.
 */
import * as v from 'valibot'
import type { CentraOptions } from './options.ts'
import { CENTRA_THROTTLED_SECONDS } from '../../../limits.ts'
import { askUpstream, jsonOfAnswer } from '../../ask.ts'
import type { Failed } from '../contract.ts'

const Envelope = v.object({
  data: v.optional(v.nullable(v.unknown())),
  errors: v.optional(v.array(v.object({ message: v.optional(v.string(), '') })), () => []),
})

/** What every mutation says of itself. */
export const Mutation = v.object({
  userErrors: v.optional(v.nullable(v.array(v.unknown())), () => []),
})

export type Got<T> = { kind: 'got'; data: T } | Failed

export type AskCentra = <S extends v.GenericSchema>(
  query: string,
  variables: Record<string, unknown>,
  schema: S,
) => Promise<Got<v.InferOutput<S>>>

/** Asks as the token of the options; `schema` is the shape of `data`. */
export const askCentra =
  (env: Env, { baseUrl, token }: Pick<CentraOptions, 'baseUrl' | 'token'>): AskCentra =>
  async (query, variables, schema) => {
    const asked = await askUpstream(env, `${baseUrl.replace(/\/+$/, '')}/graphql`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    if (asked.kind === 'failed') {
      return asked.reason === 'http_429'
        ? { afterSeconds: CENTRA_THROTTLED_SECONDS, ...asked }
        : asked
    }
    const read = await jsonOfAnswer(asked.response, Envelope)
    if (read.kind === 'failed') return read
    const { data, errors } = read.value
    if (errors.length > 0) return faultOf(errors)
    const parsed = v.safeParse(schema, data)
    return parsed.success
      ? { kind: 'got', data: parsed.output }
      : { kind: 'failed', reason: 'answer_unreadable' }
  }

/** How Centra words a spent quota is not documented: anything like it is taken for one. */
function faultOf(errors: readonly { message: string }[]): Failed {
  const spent = errors.some(({ message }) => /rate.?limit|throttl|quota|complexity/i.test(message))
  return spent
    ? { kind: 'failed', reason: 'throttled', afterSeconds: CENTRA_THROTTLED_SECONDS }
    : { kind: 'failed', reason: 'graphql_error' }
}
