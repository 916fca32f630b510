/** Reading a request: JSON only, within a size, of a known shape. */
import type { Context } from 'hono'
import * as v from 'valibot'
import { pointerOf } from '../../shared/problem.ts'
import { done, failed, invalid, type Result } from '../result.ts'
import type { ProblemCode } from './problem.ts'

/** The body as JSON, of any shape. Reads at most `maxBytes`, whatever the headers say. */
export async function readJson(
  c: Context,
  maxBytes: number,
): Promise<Result<unknown, ProblemCode>> {
  const type = c.req.header('Content-Type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) return failed('content_type_unsupported')
  const text = await textOf(c, maxBytes)
  if (text === undefined) return failed('body_too_large')
  try {
    return done(JSON.parse(text))
  } catch {
    return failed('json_malformed')
  }
}

/** The body as it was sent, unless it is longer than it may be. */
export async function textOf(c: Context, maxBytes: number): Promise<string | undefined> {
  // A length that is told is kept to by HTTP itself; without one, the bytes are counted.
  const told = c.req.header('Content-Length')
  if (told !== undefined) return Number(told) <= maxBytes ? c.req.text() : undefined
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return
    chunks.push(chunk)
  }
  return new Blob(chunks).text()
}

/** The value as the schema gives it out, or every field at fault. */
export function check<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true })
  if (parsed.success) return done(parsed.output)
  return invalid(parsed.issues.map((issue) => [pointerOf(issue), issue.message]))
}

/** `readJson`, then `check`. */
export async function readBody<S extends v.GenericSchema>(
  c: Context,
  schema: S,
  maxBytes: number,
): Promise<Result<v.InferOutput<S>, ProblemCode>> {
  const body = await readJson(c, maxBytes)
  return body.ok ? check(schema, body.value) : body
}
