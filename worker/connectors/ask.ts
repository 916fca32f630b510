/**
 * The one way in which sources ask somebody else's server: bounded in time, named, with redirects
 * followed to public addresses only and never with what was meant for the first host. Faults come
 * back as values with short stable reasons; nothing of an answer is in them.
 */
import * as v from 'valibot'
import { retryAfter, USER_AGENT } from './client.ts'
import { SOURCE_ANSWER_BYTES, SOURCE_CALL_TIMEOUT_MS, SOURCE_REDIRECTS } from '../limits.ts'
import { isReachable } from './public-address.ts'
import type { Failed } from './sources/contract.ts'

export interface Question {
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string
  /** Statuses besides 2xx that the source wants to see: 304, or 404 for what is gone. */
  accepts?: readonly number[]
  /** For the whole answer, its body included. */
  timeoutMs?: number
  /** Where a redirect may lead besides being public; anywhere, without it. */
  mayLeadTo?: (url: URL) => boolean
}

export type Answered = { kind: 'answered'; response: Response }

/** Asks; an answer is 2xx or one of `accepts`, everything else a failure. */
export async function askUpstream(
  env: Env,
  url: string,
  {
    accepts = [],
    timeoutMs = SOURCE_CALL_TIMEOUT_MS,
    mayLeadTo = () => true,
    headers = {},
    ...init
  }: Question = {},
): Promise<Answered | Failed> {
  const signal = AbortSignal.timeout(timeoutMs)
  let at = new URL(url)
  let sent: Record<string, string> = { ...headers, 'User-Agent': USER_AGENT }
  try {
    for (let hop = 0; hop <= SOURCE_REDIRECTS; hop += 1) {
      const response = await fetch(at.href, { ...init, headers: sent, redirect: 'manual', signal })
      const to = response.headers.get('Location')
      const moved = [301, 302, 303, 307, 308].includes(response.status) && to !== null
      if (!moved) return judged(response, accepts)
      await response.body?.cancel()
      if ((init.method ?? 'GET') !== 'GET' || !URL.canParse(to, at.href)) break
      const next = new URL(to, at.href)
      if (!isReachable(env, next.href) || !mayLeadTo(next)) break
      if (next.origin !== at.origin) sent = withoutSecrets(sent)
      at = next
    }
    return { kind: 'failed', reason: 'redirected' }
  } catch (error) {
    const timeout = error instanceof Error && error.name === 'TimeoutError'
    return { kind: 'failed', reason: timeout ? 'timeout' : 'unreachable' }
  }
}

async function judged(response: Response, accepts: readonly number[]): Promise<Answered | Failed> {
  if (response.ok || accepts.includes(response.status)) return { kind: 'answered', response }
  const after = retryAfter(response.headers.get('Retry-After'), Date.now())
  await response.body?.cancel()
  return {
    kind: 'failed',
    reason: `http_${response.status}`,
    ...(after !== undefined && { afterSeconds: after }),
  }
}

/** Whatever a vendor calls its key: only these go along to another host. */
const withoutSecrets = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(accept|user-agent|if-)/i.test(name)),
  )

/** The body as text; a failure where it breaks off or is longer than it may be. */
export async function textOfAnswer(
  response: Response,
  maxBytes = SOURCE_ANSWER_BYTES,
): Promise<{ kind: 'read'; text: string } | Failed> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) return { kind: 'failed', reason: 'answer_too_long' }
      chunks.push(chunk)
    }
  } catch (error) {
    const timeout = error instanceof Error && error.name === 'TimeoutError'
    return { kind: 'failed', reason: timeout ? 'timeout' : 'cut_off' }
  }
  return { kind: 'read', text: await new Blob(chunks).text() }
}

/** The body as JSON of a shape. */
export async function jsonOfAnswer<S extends v.GenericSchema>(
  response: Response,
  schema: S,
): Promise<{ kind: 'read'; value: v.InferOutput<S> } | Failed> {
  const body = await textOfAnswer(response)
  if (body.kind === 'failed') return body
  try {
    const parsed = v.safeParse(schema, JSON.parse(body.text))
    if (parsed.success) return { kind: 'read', value: parsed.output }
  } catch {
    // An edge may answer 200 with a page of its own.
  }
  return { kind: 'failed', reason: 'answer_unreadable' }
}
