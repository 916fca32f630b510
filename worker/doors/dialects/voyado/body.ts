/** Reads bodies in Engage's dialect. */
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { createMiddleware } from 'hono/factory'
import { BACKEND_BODY_BYTES } from '../../../limits.ts'
import { jsonOf } from '../../request.ts'
import { SERVER_ERROR, voyadoError } from './errors.ts'
import { inOurNames } from './names.ts'

// The types that ASP.NET reads as JSON.
const MEDIA_TYPE = /^(?:application|text)\/json\s*(?:;|$)/i

// Engage's documents: without Content-Type, every request is answered 500.
const jsonOnly: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('Content-Type')?.trim()
  if (!type) return voyadoError(c, SERVER_ERROR)
  if (MEDIA_TYPE.test(type)) return next()
  return voyadoError(c, {
    status: 415,
    errorCode: 'UnsupportedMediaType',
    message: 'Send the body as application/json.',
  })
}

/** Sets `body`: the JSON that was sent, with names as in the documents; or answers 500, 415, 413 or 400. */
export const jsonBody: MiddlewareHandler = every(
  jsonOnly,
  bodyLimit({
    maxSize: BACKEND_BODY_BYTES,
    onError: (c) =>
      voyadoError(c, {
        status: 413,
        errorCode: 'RequestEntityTooLarge',
        message: `Send at most ${BACKEND_BODY_BYTES} bytes.`,
      }),
  }),
  createMiddleware(async (c, next) => {
    const body = await jsonOf(c)
    if (!body.ok || body.value === null) {
      return voyadoError(c, {
        status: 400,
        errorCode: 'NoData',
        message: 'The body cannot be read as JSON.',
      })
    }
    c.set('body', inOurNames(body.value))
    return next()
  }),
)
