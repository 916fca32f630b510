/**
 * Requests to Shopify's Admin GraphQL API. A query costs points from a bucket that refills. When
 * the bucket has too few, Shopify answers 200 with `THROTTLED` and the state of the bucket; then
 * the query waits and is sent again. All other faults become a short reason.
 */
import * as v from 'valibot'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import type { SourceFailure } from '../contract.ts'
import { THROTTLED_LONGEST_MS, THROTTLED_TRIES } from './limits.ts'
import type { ShopifyOptions } from './options.ts'

/** Sends one query or mutation; `schema` is the shape of `data` in the answer. */
export type Admin = <S extends v.GenericSchema>(
  query: string,
  variables: Record<string, unknown>,
  schema: S,
) => Promise<{ kind: 'read'; value: v.InferOutput<S> } | SourceFailure>

const Envelope = v.object({
  data: v.nullish(v.unknown()),
  errors: v.optional(
    v.array(v.object({ extensions: v.nullish(v.object({ code: v.nullish(v.string()) })) })),
  ),
  extensions: v.nullish(
    v.object({
      cost: v.nullish(
        v.object({
          requestedQueryCost: v.number(),
          throttleStatus: v.object({ currentlyAvailable: v.number(), restoreRate: v.number() }),
        }),
      ),
    }),
  ),
})
type Envelope = v.InferOutput<typeof Envelope>

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
  const admin: Admin = async (query, variables, schema) => {
    for (let tries = 1; ; tries += 1) {
      const asked = await askUpstream(env, url, { headers, json: { query, variables } })
      if (asked.kind === 'failed') return asked
      const answer = await readJson(asked.response, Envelope)
      if (answer.kind === 'failed') return answer
      const failure = failureOf(answer.value)
      if (failure?.reason === 'throttled' && tries < THROTTLED_TRIES) {
        await pause(Math.min((failure.afterSeconds ?? 1) * 1000, THROTTLED_LONGEST_MS))
        continue
      }
      if (failure) return failure
      const data = v.safeParse(schema, answer.value.data)
      return data.success
        ? { kind: 'read', value: data.output }
        : { kind: 'failed', reason: 'answer_unreadable' }
    }
  }
  return { kind: 'read', value: admin }
}

/** The code of the first error, in lower case; not its message, which may repeat the request. */
function failureOf({ errors, extensions }: Envelope): SourceFailure | undefined {
  const first = errors?.[0]
  if (!first) return
  const code = first.extensions?.code?.toLowerCase() ?? ''
  const reason = /^[a-z_]{1,40}$/.test(code) ? code : 'graphql_error'
  const { cost } = extensions ?? {}
  if (reason !== 'throttled' || !cost) return { kind: 'failed', reason }
  const { currentlyAvailable, restoreRate } = cost.throttleStatus
  const missing = Math.max(0, cost.requestedQueryCost - currentlyAvailable)
  return { kind: 'failed', reason, afterSeconds: Math.ceil(missing / Math.max(1, restoreRate)) }
}

const Token = v.object({ access_token: v.string() })

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
