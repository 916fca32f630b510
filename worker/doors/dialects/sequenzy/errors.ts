/** Sequenzy's errors. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** An error as the API answers it. */
export const sequenzyError = (
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
): Response => c.json({ success: false, error: { code, message } }, status)
