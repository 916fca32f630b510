/**
 * Middleware that reads a request: JSON only, up to a size, of the shape that a schema gives. A handler
 * finds the result in `c.req.valid`; what is at fault has been answered before it runs.
 */
import type { Context, MiddlewareHandler, Next } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { createMiddleware } from 'hono/factory'
import type * as v from 'valibot'
import { JSON_DEPTH } from '../limits.ts'
import { parse } from '../parse.ts'
import { done, failed, type Result } from '../result.ts'
import { secretUsable } from '../secret.ts'
import type { App } from './context.ts'
import { problem } from './problem.ts'

type Schema = v.GenericSchema<unknown, object>

/** What a middleware adds to the context: the input and the output of a schema. */
type Validated<Target extends 'json' | 'query', S extends Schema> = {
  in: Record<Target, v.InferInput<S>>
  out: Record<Target, v.InferOutput<S>>
}

/** Refuses a body of more than `maxBytes`. Where no Content-Length says how long it is, it is counted. */
export const withinBytes = (maxBytes: number): MiddlewareHandler =>
  bodyLimit({ maxSize: maxBytes, onError: (c) => problem(c, 'body_too_large') })

/**
 * The body as text, with its byte order mark if it has one: signatures cover it. Read as bytes, because
 * workerd warns of text in a body of a form's type.
 */
export const textOf = async (c: Context): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true, fatal: false }).decode(await c.req.arrayBuffer())

/** The body as JSON of a shape: `c.req.valid('json')`. */
export const json = <S extends Schema>(
  schema: S,
  maxBytes: number,
): MiddlewareHandler<App, string, Validated<'json', S>> =>
  every(
    jsonOnly,
    withinBytes(maxBytes),
    createMiddleware<App>(async (c, next) => {
      const body = await jsonOf(c)
      if (body.ok) return handOn(c, next, 'json', schema, body.value)
      if (body.error === 'json_malformed') return problem(c, 'json_malformed')
      return problem(c, 'request_invalid', [{ pointer: '', code: 'too_deep' }])
    }),
  )

/** The body as JSON, whatever its Content-Type is. */
export async function jsonOf(c: Context): Promise<Result<unknown, 'json_malformed' | 'too_deep'>> {
  try {
    const body: unknown = await c.req.json()
    return isShallow(body) ? done(body) : failed('too_deep')
  } catch (error) {
    if (error instanceof SyntaxError) return failed('json_malformed')
    throw error
  }
}

/**
 * Whether JSON nests no deeper than `JSON_DEPTH`. Schemas are read by recursion, so without a limit
 * a caller could overflow the stack.
 */
function isShallow(body: unknown): boolean {
  let values = [body]
  for (let depth = 0; values.length > 0; depth += 1) {
    if (depth > JSON_DEPTH) return false
    values = values.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
  return true
}

/** Like `json`, but a request without a Content-Type counts as `{}`. */
export const optionalJson = <S extends Schema>(
  schema: S,
  maxBytes: number,
): MiddlewareHandler<App, string, Validated<'json', S>> => {
  const read = json(schema, maxBytes)
  return (c, next) =>
    c.req.header('Content-Type') === undefined ? handOn(c, next, 'json', schema, {}) : read(c, next)
}

/**
 * The query of a shape: `c.req.valid('query')`. Of a repeated name the first value counts, unless
 * `read` takes the query otherwise.
 */
export const query = <S extends Schema>(
  schema: S,
  read: (c: Context) => unknown = (c) => c.req.query(),
): MiddlewareHandler<App, string, Validated<'query', S>> =>
  createMiddleware<App, string, Validated<'query', S>>((c, next) =>
    handOn(c, next, 'query', schema, read(c)),
  )

/** Gives the handler what the schema makes of a value, or answers which fields are at fault. */
async function handOn(
  c: Context,
  next: Next,
  target: 'json' | 'query',
  schema: Schema,
  value: unknown,
): Promise<Response | void> {
  const parsed = parse(schema, value)
  if (!parsed.ok) return problem(c, 'request_invalid', parsed.error)
  c.req.addValidatedData(target, parsed.value)
  return next()
}

// A form's types need no preflight: a page of any website could send them.
const jsonOnly = createMiddleware<App>(async (c, next) => {
  const type = c.req.header('Content-Type') ?? ''
  return /^application\/json\s*(;|$)/i.test(type) ? next() : problem(c, 'content_type_unsupported')
})

/** Refuses everything while the Worker has no secret that could seal an address. */
export const configured: MiddlewareHandler<App> = createMiddleware<App>(async (c, next) =>
  secretUsable(c.env) ? next() : problem(c, 'not_configured'),
)
