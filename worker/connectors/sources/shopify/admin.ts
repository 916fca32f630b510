/**
 * Asks Shopify's Admin GraphQL API. A query costs points of a bucket that fills again; one that the
 * bucket has not enough for is answered 200 with THROTTLED, and says when there will be: that is
 * waited for. Whatever else is at fault comes back as a short reason.
 */
import * as v from 'valibot'
import type { ShopifyOptions } from './options.ts'
import { SHOPIFY_THROTTLED_LONGEST_MS, SHOPIFY_THROTTLED_TRIES } from '../../../limits.ts'
import { askUpstream, jsonOfAnswer } from '../../ask.ts'
import type { Failed } from '../contract.ts'

/** Asks once: a query, its variables, and the shape of `data`. */
export type Admin = <S extends v.GenericSchema>(
  query: string,
  variables: Record<string, unknown>,
  schema: S,
) => Promise<{ kind: 'read'; value: v.InferOutput<S> } | Failed>

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

const baseOf = ({ baseUrl, shop }: ShopifyOptions) =>
  (baseUrl ?? `https://${shop}`).replace(/\/+$/, '')

/** The API of a shop, with a token that is good for as long as one run takes. */
export async function openAdmin(
  env: Env,
  options: ShopifyOptions,
): Promise<{ kind: 'read'; value: Admin } | Failed> {
  const token = await tokenOf(env, options)
  if (token.kind === 'failed') return token
  const url = `${baseOf(options)}/admin/api/${options.apiVersion}/graphql.json`
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'X-Shopify-Access-Token': token.value,
  }
  const admin: Admin = async (query, variables, schema) => {
    const body = JSON.stringify({ query, variables })
    for (let tries = 1; ; tries += 1) {
      const asked = await askUpstream(env, url, { method: 'POST', headers, body })
      if (asked.kind === 'failed') return asked
      const answer = await jsonOfAnswer(asked.response, Envelope)
      if (answer.kind === 'failed') return answer
      const fault = faultOf(answer.value)
      if (fault?.reason === 'throttled' && tries < SHOPIFY_THROTTLED_TRIES) {
        await pause(Math.min((fault.afterSeconds ?? 1) * 1000, SHOPIFY_THROTTLED_LONGEST_MS))
        continue
      }
      if (fault) return fault
      const data = v.safeParse(schema, answer.value.data)
      return data.success
        ? { kind: 'read', value: data.output }
        : { kind: 'failed', reason: 'answer_unreadable' }
    }
  }
  return { kind: 'read', value: admin }
}

/** Shopify's codes are words; what has none is only an error. Messages may repeat what was sent. */
function faultOf({ errors, extensions }: Envelope): Failed | undefined {
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

/** One that lasts, or one for the day, by the client credentials grant. */
async function tokenOf(
  env: Env,
  options: ShopifyOptions,
): Promise<{ kind: 'read'; value: string } | Failed> {
  const { accessToken, clientId = '', clientSecret = '' } = options
  if (accessToken) return { kind: 'read', value: accessToken }
  const asked = await askUpstream(env, `${baseOf(options)}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  })
  if (asked.kind === 'failed') return { ...asked, reason: asked.reason.replace('http', 'token') }
  const answer = await jsonOfAnswer(asked.response, Token)
  return answer.kind === 'failed' ? answer : { kind: 'read', value: answer.value.access_token }
}

const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))
