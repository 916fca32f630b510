/** The two calls that the form makes. A failure is a value, never an exception. */
import type { FieldFault, Problem } from '../../shared/problem.ts'
import type { ClientConfig } from '../../shared/client-config.ts'
import type { Accepted, ClientSubscription } from '../../shared/subscription.ts'

/** Longer than a slow answer on a phone that changes networks, shorter than a shopper's patience. */
const TIMEOUT_MS = 15_000

/** The answer, or an error code with the fields at fault. */
export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; faults: FieldFault[] }

async function call<T>(url: string, init?: RequestInit): Promise<Answer<T>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { credentials: 'omit', signal, ...init })
    if (response.ok) return { ok: true, value: (await response.json()) as T }
    // A gateway may answer with an HTML page of its own.
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>
    const { code = 'failed', errors = [] } = problem
    return { ok: false, code: response.status === 413 ? 'body_too_large' : code, faults: errors }
  } catch (error) {
    const { name } = error as Error
    // WebKit and Chrome before 124 report a timeout as AbortError; nothing else aborts.
    const code =
      { TimeoutError: 'timeout', AbortError: 'timeout', SyntaxError: 'failed' }[name] ?? 'offline'
    return { ok: false, code, faults: [] }
  }
}

/** The shop's settings for the form, in the language of `locale`. */
export function getConfig(base: string, shop: string, locale: string | undefined) {
  const query = new URLSearchParams({ shop, ...(locale && { locale }) })
  return call<ClientConfig>(`${base}v1/client/config?${query}`)
}

/** Sends a subscription. */
export const subscribe = (base: string, subscription: ClientSubscription) =>
  call<Accepted>(`${base}v1/client/subscriptions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(bare(subscription)),
  })

/** Copies without prototypes, so that an old library's `toJSON` on the page is not called. */
const bare = (value: unknown): unknown => {
  if (!value || typeof value !== 'object') return value
  const copy: unknown = Array.isArray(value)
    ? value.map(bare)
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bare(each)]))
  return Object.setPrototypeOf(copy, null)
}
