/**
 * The one client for every call to somebody else's server. Each call has a time limit and a
 * User-Agent. Answers are read only within limits (bounded.ts). Redirects are followed only by
 * `askUpstream`, only to public addresses, and secrets stay with the first host. Failures are
 * values with short stable reasons; a reason never holds any part of the request or the answer.
 *
 * `callUpstream` is for APIs where every status means something: it reads the answer up to a limit.
 * `askUpstream` is for reading data: it gives the open response, or a failure.
 */
import {
  API_ANSWER,
  CALL_ANSWER_BYTES,
  CALL_TIMEOUT_MS,
  SOURCE_REDIRECTS,
  STATUS_ANSWER_BYTES,
} from '../limits.ts'
import { type Answer, isTimeout, readUpTo, retryAfter, type UpstreamFailure } from './answer.ts'
import { type Bounds, bounded } from './bounded.ts'
import { methodOf, type Sent, send } from './send.ts'
import { whereIs } from './whereabouts.ts'

/** A request to an upstream. */
export interface UpstreamRequest extends Sent {
  /** For the whole answer, its body included. */
  timeoutMs?: number
}

/** Sends a request and reads the answer. Redirects are not followed: their status is the answer. */
export async function callUpstream(
  url: string,
  { timeoutMs = CALL_TIMEOUT_MS, ...request }: UpstreamRequest = {},
): Promise<Answer> {
  try {
    const response = await send(url, request, AbortSignal.timeout(timeoutMs))
    const reads = methodOf(request) === 'GET'
    const { text } = await readUpTo(response, reads ? CALL_ANSWER_BYTES : STATUS_ANSWER_BYTES)
    const after = askedWait(response)
    return {
      answered: true,
      status: response.status,
      body: text,
      headers: response.headers,
      ...(after !== undefined && { retryAfterSeconds: after }),
    }
  } catch (error) {
    return { answered: false, reason: isTimeout(error) ? 'timeout' : 'unreachable' }
  }
}

/** A request of `askUpstream`, with its options. */
export interface Question extends Omit<UpstreamRequest, 'timeoutMs'> {
  /** The limits for reading the answer. Default: `API_ANSWER`. */
  bounds?: Bounds
  /** Statuses besides 2xx that the caller wants to see, for example 304. */
  accepts?: readonly number[]
  /** Where a redirect may lead, besides being public. Default: anywhere. */
  mayLeadTo?: (url: URL) => boolean
}

/**
 * Asks for something to read. Gives the open response when its status is 2xx or one of `accepts`,
 * else a failure. Follows the redirects of a GET, at most `SOURCE_REDIRECTS` of them.
 */
export async function askUpstream(
  env: Env,
  url: string,
  { accepts = [], bounds = API_ANSWER, mayLeadTo = () => true, ...request }: Question = {},
): Promise<{ kind: 'answered'; response: Response } | UpstreamFailure> {
  const { timeoutMs, headersMs = timeoutMs } = bounds
  const whole = AbortSignal.timeout(timeoutMs)
  const headersLate = new AbortController()
  const late = setTimeout(() => headersLate.abort(new DOMException('', 'TimeoutError')), headersMs)
  const signal = AbortSignal.any([whole, headersLate.signal])
  let at = new URL(url)
  let headers = request.headers ?? {}
  try {
    const where = await whereIs(env, url)
    if (where !== 'public') return { kind: 'failed', reason: HOST_FAULTS[where] }
    for (let hop = 0; hop <= SOURCE_REDIRECTS; hop += 1) {
      const response = await send(at.href, { ...request, headers }, signal)
      const location = response.headers.get('Location')
      if (!REDIRECTS.has(response.status) || location === null) {
        return await usable(response, accepts, bounds)
      }
      await response.body?.cancel()
      if (methodOf(request) !== 'GET' || !URL.canParse(location, at.href)) break
      const next = new URL(location, at.href)
      if ((await whereIs(env, next.href)) !== 'public' || !mayLeadTo(next)) break
      if (next.origin !== at.origin) headers = withoutSecrets(headers)
      at = next
    }
    return { kind: 'failed', reason: 'redirected' }
  } catch (error) {
    return { kind: 'failed', reason: isTimeout(error) ? 'timeout' : 'unreachable' }
  } finally {
    clearTimeout(late)
  }
}

const HOST_FAULTS = { private: 'host_not_public', unknown: 'host_unknown' } as const

// RFC 9110, 15.4: statuses that name another address in Location.
const REDIRECTS = new Set([301, 302, 303, 307, 308])

async function usable(response: Response, accepts: readonly number[], bounds: Bounds) {
  const { status, headers, body } = response
  if (response.ok || accepts.includes(status)) {
    const within = body && new Response(bounded(body, bounds), { status, headers: plain(headers) })
    return { kind: 'answered', response: within ?? response } as const
  }
  const after = askedWait(response)
  await response.body?.cancel()
  const failure: UpstreamFailure = { kind: 'failed', reason: `http_${status}` }
  return { ...failure, ...(after !== undefined && { afterSeconds: after }) }
}

/** The headers without those that describe the compressed body. */
function plain(headers: Headers): Headers {
  const rest = new Headers(headers)
  rest.delete('Content-Encoding')
  rest.delete('Content-Length')
  return rest
}

/** Whatever a vendor calls its key: only these headers may go to another host. */
const withoutSecrets = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(accept|user-agent|if-)/i.test(name)),
  )

const askedWait = (response: Response) =>
  retryAfter(response.headers.get('Retry-After'), Date.now())
