/** Reads the key and the body of a call. Every refusal is answered before a handler runs. */
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type * as v from 'valibot'
import { parse } from '../../../parse.ts'
import { done, failed, type Result } from '../../../result.ts'
import { jsonOf } from '../../request.ts'
import { admitting, type DialectApp } from '../caller.ts'
import { invalidFields, refusedBackend, sequenzyError } from './errors.ts'

const bearer = (c: Context): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1]

/**
 * Admits a backend by a secret key of the shop. A header `x-company-id` is not read: a key belongs to one
 * shop.
 */
export const backend = admitting('sequenzy', { keyOf: bearer, refuse: refusedBackend })

/** Admits only JSON. */
export const jsonOnly: MiddlewareHandler<DialectApp> = createMiddleware<DialectApp>(
  async (c, next) =>
    /^application\/(\S+\+)?json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')
      ? next()
      : sequenzyError(c, 'UNSUPPORTED_MEDIA_TYPE'),
)

/** Refuses a body of more than `maxSize` bytes. */
export const atMost = (maxSize: number): MiddlewareHandler<DialectApp> =>
  bodyLimit({ maxSize, onError: (c) => sequenzyError(c, 'PAYLOAD_TOO_LARGE') })

/** The body in the shape of a schema, or the answer that says what is wrong with it. */
export async function bodyAs<S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<Result<v.InferOutput<S>, Response>> {
  const body = await jsonOf(c)
  if (!body.ok) {
    return failed(
      body.error === 'too_deep'
        ? invalidFields(c, [{ pointer: '', code: 'too_deep' }])
        : sequenzyError(c, 'INVALID_JSON'),
    )
  }
  const parsed = parse(schema, body.value)
  return parsed.ok ? done(parsed.value) : failed(invalidFields(c, parsed.error))
}
