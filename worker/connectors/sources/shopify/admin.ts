/**
 * Requests to Shopify's Admin GraphQL API. A query costs points from a bucket that refills. When
 * the bucket has too few, Shopify answers 200 with `THROTTLED` and the state of the bucket; then
 * the query waits and is sent again. All other faults become a short reason.
 *
 * An answer may have data and errors: where a field failed, the data has null, and the error has the
 * field's path (GraphQL specification, 7.1). Queries for several items use the data that is there.
 */
import * as v from 'valibot'
import { Amount, needed, orNothing, Word } from '../../../lenient.ts'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import { THROTTLED_LONGEST_MS, THROTTLED_TRIES } from './limits.ts'
import type { ShopifyOptions } from './options.ts'

/** A field that failed. */
export interface FieldError {
  /** The names and positions that lead to the field; empty if the error has none. */
  path: readonly unknown[]
  /** Shopify's code in lower case. */
  reason: string
}

/** The data of an answer, and the errors of its fields. */
export type AdminAnswer<S extends v.GenericSchema> =
  | { kind: 'read'; value: v.InferOutput<S>; errors: FieldError[] }
  | SourceFailure

/**
 * Sends one query or mutation; `schema` is the shape of `data` in the answer. An answer with errors is
 * a failure; with `partly`, only if an error is about everything.
 */
export type Admin = <S extends v.GenericSchema>(
  query: string,
  variables: Record<string, unknown>,
  schema: S,
  how?: 'partly',
) => Promise<AdminAnswer<S>>

/** The body of an answer with status 200. */
export const Envelope = v.object({
  data: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
  extensions: orNothing(
    v.object({
      cost: v.object({
        requestedQueryCost: needed(Amount),
        throttleStatus: v.object({
          currentlyAvailable: needed(Amount),
          restoreRate: needed(Amount),
        }),
      }),
    }),
  ),
})
export type Envelope = v.InferOutput<typeof Envelope>

const baseOf = ({ baseUrl, shop }: ShopifyOptions) => baseUrl ?? `https://${shop}`

/** Opens the API of a shop, with a token that lasts at least as long as a run. */
export async function openAdmin(
  env: Env,
  options: ShopifyOptions,
): Promise<{ kind: 'read'; value: Admin } | SourceFailure> {
  const token = await tokenOf(env, options)
  if (token.kind === 'failed') return token
  const url = `${baseOf(options)}/admin/api/${options.apiVersion}/graphql.json`
  const headers = { Accept: 'application/json', 'X-Shopify-Access-Token': token.value }
  const admin: Admin = async (query, variables, schema, how) => {
    for (let tries = 1; ; tries += 1) {
      const asked = await askUpstream(env, url, { headers, json: { query, variables } })
      if (asked.kind === 'failed') return asked
      const body = await readJson(asked.response, Envelope)
      if (body.kind === 'failed') return body
      const answer = readAnswer(body.value, schema, how)
      const isThrottled = answer.kind === 'failed' && answer.reason === 'throttled'
      if (!isThrottled || tries >= THROTTLED_TRIES) return answer
      await pause(Math.min((answer.afterSeconds ?? 1) * 1000, THROTTLED_LONGEST_MS))
    }
  }
  return { kind: 'read', value: admin }
}

/** Reads the body of an answer, as `Admin` gives it. Pure. */
export function readAnswer<S extends v.GenericSchema>(
  { data, errors: given, extensions }: Envelope,
  schema: S,
  how?: 'partly',
): AdminAnswer<S> {
  const errors = errorsIn(given)
  const failure = failureOf(errors, extensions, how === 'partly' && isObject(data))
  if (failure) return failure
  const read = v.safeParse(schema, data)
  return read.success
    ? { kind: 'read', value: read.output, errors }
    : { kind: 'failed', reason: 'answer_unreadable' }
}

const isOfPicture = (name: unknown) => name === 'media' || name === 'featuredMedia'

/**
 * Whether an error matters to a level. An error of a picture does not, unless it made a variant or product
 * above it null. `value`: the data of the answer.
 */
export function matters(value: unknown, { path }: FieldError): boolean {
  let at = value
  for (const name of path) {
    if (!isObject(at)) return true
    if (isOfPicture(name)) return false
    at = (at as Record<string, unknown>)[String(name)]
  }
  return true
}

const isObject = (data: unknown) => typeof data === 'object' && data !== null

const ErrorCode = v.object({ extensions: v.object({ code: needed(Word) }) })
const ErrorPath = v.object({ path: v.array(v.unknown()) })

/** The errors of an answer, without their messages: these may repeat the request. */
function errorsIn(errors: unknown): FieldError[] {
  // Some answers say `"errors": null`, or a text instead of a list.
  const list = Array.isArray(errors) ? errors : errors ? [errors] : []
  return list.map((error: unknown) => {
    const known = v.safeParse(ErrorCode, error)
    const code = known.success ? known.output.extensions.code.toLowerCase() : ''
    const path = v.safeParse(ErrorPath, error)
    return {
      path: path.success ? path.output.path : [],
      reason: /^[a-z_]{1,40}$/.test(code) ? code : 'graphql_error',
    }
  })
}

/** The failure that an answer is as a whole; undefined if its data counts. */
function failureOf(
  errors: readonly FieldError[],
  extensions: Envelope['extensions'],
  isPartly: boolean,
): SourceFailure | undefined {
  const throttled = errors.find(({ reason }) => reason === 'throttled')
  const whole = errors.find(
    (error) =>
      error.path.length < 2 || (error.reason === 'access_denied' && !error.path.some(isOfPicture)),
  )
  const first = throttled ?? (isPartly ? whole : errors[0])
  if (!first) return undefined
  const { reason } = first
  const { cost } = extensions ?? {}
  if (reason !== 'throttled' || !cost) return { kind: 'failed', reason }
  const { currentlyAvailable, restoreRate } = cost.throttleStatus
  const missing = Math.max(0, cost.requestedQueryCost - currentlyAvailable)
  return { kind: 'failed', reason, afterSeconds: Math.ceil(missing / Math.max(1, restoreRate)) }
}

const Token = v.object({ access_token: needed(Word) })

/** The permanent token, or one from the client credentials grant (it lasts a day). */
async function tokenOf(
  env: Env,
  options: ShopifyOptions,
): Promise<{ kind: 'read'; value: string } | SourceFailure> {
  const { accessToken, clientId = '', clientSecret = '' } = options
  if (accessToken) return { kind: 'read', value: accessToken }
  const asked = await askUpstream(env, `${baseOf(options)}/admin/oauth/access_token`, {
    headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  })
  if (asked.kind === 'failed') return { ...asked, reason: asked.reason.replace('http', 'token') }
  const answer = await readJson(asked.response, Token)
  return answer.kind === 'failed' ? answer : { kind: 'read', value: answer.value.access_token }
}

const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))
