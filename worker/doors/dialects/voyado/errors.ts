/** Voyado Engage's errors. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** One error, in the shape that a public client of Engage reads. */
export interface VoyadoError {
  status: ContentfulStatusCode
  errorCode: string
  message: string
  messageDetails?: Record<string, unknown>
  /** What is wrong with single fields. */
  validationErrors?: string[]
}

/** The error as an answer. */
export const voyadoError = (
  c: Context,
  { status, errorCode, message, messageDetails = {}, validationErrors = [] }: VoyadoError,
): Response =>
  c.json(
    {
      errorCode,
      message,
      messageDetails,
      validationErrors: validationErrors.map((errorDescription) => ({ errorDescription })),
    },
    status,
  )

/** Nothing of Engage's API is spoken at this address. */
export const NOT_FOUND: VoyadoError = {
  status: 404,
  errorCode: 'NotFound',
  message: 'Shelfbell does not speak this part of the API.',
}
