/** Reading an upstream's answer: up to a size limit, as text or as JSON of a shape. */
import * as v from 'valibot'
import { API_ANSWER } from '../limits.ts'
import { TooLong, TooSlow } from './bounded.ts'

/** An answer with its body read, whatever its status; or why there was none. */
export type Answer =
  | {
      answered: true
      status: number
      /** Its beginning: `CALL_ANSWER_BYTES` of the answer to a GET, else `STATUS_ANSWER_BYTES`. */
      body: string
      headers: Headers
      /** What the other side asked for. */
      retryAfterSeconds?: number
    }
  | { answered: false; reason: 'timeout' | 'unreachable' }

/** Why there is no usable answer. */
export interface UpstreamFailure {
  kind: 'failed'
  /**
   * `timeout`, `unreachable`, `redirected`, `http_NNN`, `cut_off`, `answer_too_long`,
   * `answer_too_slow`, `answer_unreadable`, `host_not_public`, `host_unknown`.
   */
  reason: string
  /** What the other side asked for. */
  afterSeconds?: number
}

/** Reads the body as text; fails when it breaks off or is longer than `maxBytes`. */
export async function readText(
  response: Response,
  maxBytes = API_ANSWER.bytes,
): Promise<{ kind: 'read'; text: string } | UpstreamFailure> {
  const body = await readBytes(response, maxBytes)
  return body.kind === 'read' ? { kind: 'read', text: new TextDecoder().decode(body.bytes) } : body
}

/** Reads the body, which may be in any encoding. */
export async function readBytes(
  response: Response,
  maxBytes: number,
): Promise<{ kind: 'read'; bytes: Uint8Array } | UpstreamFailure> {
  try {
    const { body, whole } = await bodyUpTo(response, maxBytes)
    if (!whole) return { kind: 'failed', reason: 'answer_too_long' }
    return { kind: 'read', bytes: new Uint8Array(await body.arrayBuffer()) }
  } catch (error) {
    return { kind: 'failed', reason: bodyFault(error) }
  }
}

/** Why a body could not be read to its end. */
export function bodyFault(error: unknown): string {
  if (error instanceof TooLong) return 'answer_too_long'
  if (error instanceof TooSlow) return 'answer_too_slow'
  return isTimeout(error) ? 'timeout' : 'cut_off'
}

/** Reads the body as JSON of a shape; fails also when it is anything else. */
export async function readJson<S extends v.GenericSchema>(
  response: Response,
  schema: S,
): Promise<{ kind: 'read'; value: v.InferOutput<S> } | UpstreamFailure> {
  const body = await readText(response)
  if (body.kind === 'failed') return body
  const value = jsonOf(schema, body.text)
  return value === undefined
    ? { kind: 'failed', reason: 'answer_unreadable' }
    : { kind: 'read', value }
}

/** The first `maxBytes` of a body; `whole` says whether that is all of it. Throws when it breaks off. */
export async function readUpTo(
  response: Response,
  maxBytes: number,
): Promise<{ text: string; whole: boolean }> {
  const { body, whole } = await bodyUpTo(response, maxBytes)
  return { text: await body.text(), whole }
}

async function bodyUpTo(
  response: Response,
  maxBytes: number,
): Promise<{ body: Blob; whole: boolean }> {
  const chunks: Uint8Array[] = []
  let room = maxBytes
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk.subarray(0, room))
    room -= chunk.byteLength
    // Leaving the loop cancels the rest.
    if (room < 0) break
  }
  return { body: new Blob(chunks), whole: room >= 0 }
}

/**
 * Text as JSON of a shape; undefined for anything else. A proxy in front of an API may answer any
 * request, also with 200, with a page of its own.
 */
export function jsonOf<S extends v.GenericSchema>(
  schema: S,
  text: string,
): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** The body of an answer as JSON of a shape; undefined when there is none. */
export const jsonIn = <S extends v.GenericSchema>(
  schema: S,
  answer: Answer,
): v.InferOutput<S> | undefined => (answer.answered ? jsonOf(schema, answer.body) : undefined)

/** The status of an answer; 0 when there was none. */
export const statusOf = (answer: Answer): number => (answer.answered ? answer.status : 0)

/** Statuses that mean the same everywhere, and pass without anybody doing anything. */
export const isPassing = (status: number): boolean =>
  status >= 500 || [408, 425, 429].includes(status)

/** Retry-After as seconds from `now`: a number of seconds, or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isFinite(at) ? Math.max(0, Math.ceil((at - now) / 1000)) : undefined
}

/** Whether an error is that of an `AbortSignal.timeout`. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TimeoutError'
