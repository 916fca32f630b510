/** Voyado Engage's errors. Its documents name status and code; the shape is that of a public client. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Fault } from '../../../result.ts'
import { fieldDetail } from '../../field-detail.ts'

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

/** The shop has no contact with this id, or none with this address. */
export const CONTACT_NOT_FOUND: VoyadoError = {
  status: 404,
  errorCode: 'ContactNotFound',
  message: 'There is no such contact.',
}

/** An error of the server, in the words of Engage's documents. */
export const SERVER_ERROR: VoyadoError = {
  status: 500,
  errorCode: 'Error',
  message: 'An error has occurred',
}

/** The most faults in one answer: a list may have one in each of its items. */
const MOST_FAULTS = 20

/** The field of a fault as ASP.NET names it: `/2/sku` is `[2].sku`. */
const fieldOf = (pointer: string): string =>
  pointer
    .replaceAll(/\/(\d+)/g, '[$1]')
    .replaceAll(/\/(\w+)/g, '.$1')
    .replace(/^\./, '')

/** What is wrong with each field, without what was sent. */
export const described = (faults: Fault[]): string[] =>
  faults.slice(0, MOST_FAULTS).map(({ pointer, code }) => {
    const field = fieldOf(pointer)
    return field ? `${field}: ${fieldDetail(code)}` : fieldDetail(code)
  })

/** A body, or a part of it, that does not fit. */
export const invalidArgument = (faults: Fault[]): VoyadoError => ({
  status: 400,
  errorCode: 'InvalidArgument',
  message: 'Some values are not valid.',
  validationErrors: described(faults),
})

/** An error that goes away: the answer says after how many seconds. */
export function tryLater(
  c: Context,
  status: 429 | 503,
  message: string,
  retryAfterSeconds: number,
): Response {
  c.header('Retry-After', String(retryAfterSeconds))
  return voyadoError(c, {
    status,
    errorCode: status === 429 ? 'TooManyRequests' : 'ServiceUnavailable',
    message,
  })
}
