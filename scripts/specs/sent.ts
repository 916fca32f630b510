/** A request that a fake received, as the checks read it. */
import type { Received } from '../../test/fakes/upstream.ts'

export interface Sent {
  method: string
  /** Without the scene of the fake. Not decoded. */
  path: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Record<string, string>
  /** As it was sent; empty without a body. */
  text: string
}

/** Gives the deviations of a request from a description, in words; empty if there are none. */
export type Check = (sent: Sent) => string[]

/** A request as a fake recorded it. */
export function sentOf({ method, path, headers, text }: Received): Sent {
  const { pathname, searchParams } = new URL(path, 'http://fake')
  return { method, path: pathname, query: searchParams, headers, text }
}

/** The media type of the body, without its parameters. */
export const mediaType = ({ headers }: Sent): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** The body as JSON; undefined for anything else. */
export function jsonBody({ text }: Sent): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
