/** Sends a request to an upstream, with a User-Agent and without following redirects. */

// Workers send no User-Agent by default, and some upstreams refuse a request without one.
export const USER_AGENT = 'Shelfbell/0.1 (+https://github.com/shelfbell/shelfbell)'

/** A request to an upstream. */
export interface Sent {
  /** Default: POST with a body, else GET. */
  method?: string
  headers?: Record<string, string>
  body?: string
  /** A body that is sent as JSON. */
  json?: unknown
}

export const methodOf = ({ method, body, json }: Sent): string =>
  method ?? (body === undefined && json === undefined ? 'GET' : 'POST')

/** Sends a request. Throws when there is no answer. */
export const send = (url: string, request: Sent, signal: AbortSignal): Promise<Response> => {
  const { json, headers, body = json === undefined ? null : JSON.stringify(json) } = request
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' }
  return fetch(url, {
    method: methodOf(request),
    headers: { ...type, ...headers, 'User-Agent': USER_AGENT },
    body,
    redirect: 'manual',
    signal,
  })
}
