/** Reads bodies in Klaviyo's dialect: JSON under either media type, up to a size. */
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { createMiddleware } from 'hono/factory'
import type { With } from '../../context.ts'
import { jsonOf } from '../../request.ts'
import { invalidInput, klaviyoErrors } from './errors.ts'

// Klaviyo's clients send both: `application/vnd.api+json` is of its revisions since 2024-10-15.
const MEDIA_TYPE = /^application\/(?:vnd\.api\+)?json\s*(?:;|$)/i

const jsonApiOnly: MiddlewareHandler = async (c, next) =>
  MEDIA_TYPE.test(c.req.header('Content-Type')?.trim() ?? '')
    ? next()
    : klaviyoErrors(c, {
        status: 415,
        code: 'unsupported_media_type',
        title: 'Unsupported media type.',
        detail: 'Send the body as application/vnd.api+json or application/json.',
      })

/** Sets `body`: the JSON that was sent, of any shape; or answers 415, 413 or 400. */
export const jsonApi = <A extends With<{ body: unknown }>>(
  maxBytes: number,
): MiddlewareHandler<A> =>
  every(
    jsonApiOnly,
    bodyLimit({
      maxSize: maxBytes,
      onError: (c) =>
        klaviyoErrors(c, {
          status: 413,
          code: 'payload_too_large',
          title: 'The body is too large.',
          detail: `Send at most ${maxBytes} bytes.`,
        }),
    }),
    createMiddleware(async (c, next) => {
      const body = await jsonOf(c)
      if (body.ok) {
        c.set('body', body.value)
        return next()
      }
      switch (body.error) {
        case 'json_malformed':
          return klaviyoErrors(c, {
            status: 400,
            code: 'parse_error',
            title: 'Malformed request.',
            detail: 'The body cannot be read as JSON.',
            source: { pointer: '/data' },
          })
        case 'too_deep':
          return klaviyoErrors(c, invalidInput('/data', 'The body nests too deep.'))
        default:
          return body.error satisfies never
      }
    }),
  )
