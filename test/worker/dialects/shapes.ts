/** What an error looks like in each dialect. */
import type { Speech } from './callers.ts'

const TYPES: Record<Speech, string> = {
  klaviyo: 'application/vnd.api+json',
  voyado: 'application/json',
  voyadoCentra: 'application/json',
  sequenzy: 'application/json',
}

type Json = Record<string, unknown>

const isFilled = (value: unknown) => typeof value === 'string' && value !== ''

/** Whether a body is an error as the original writes it. */
function isFault(speech: Speech, status: number, body: Json): boolean {
  switch (speech) {
    case 'klaviyo': {
      const errors = body['errors'] as Json[]
      const isWhole = (error: Json) =>
        ['id', 'code', 'title', 'detail'].every((key) => isFilled(error[key])) &&
        typeof error['status'] === 'number'
      return (
        Object.keys(body).join() === 'errors' &&
        errors.every(isWhole) &&
        errors[0]?.['status'] === status
      )
    }
    case 'sequenzy': {
      const error = body['error'] as Json
      return body['success'] === false && isFilled(error['code']) && isFilled(error['message'])
    }
    default:
      return (
        Object.keys(body).join() === 'errorCode,message,messageDetails,validationErrors' &&
        isFilled(body['errorCode']) &&
        isFilled(body['message']) &&
        (body['validationErrors'] as Json[]).every((one) => isFilled(one['errorDescription']))
      )
  }
}

/** What is wrong with a refusal, in words. `sent`: what it may not repeat. */
export function faultsIn(
  speech: Speech,
  { status, headers }: Response,
  text: string,
  sent: RegExp,
): string[] {
  return [
    ...(status < 400 ? ['is no refusal'] : []),
    ...(headers.get('Content-Type') === TYPES[speech] ? [] : ['has another media type']),
    ...(isFault(speech, status, JSON.parse(text) as Json) ? [] : ['has another shape']),
    ...(sent.test(text) ? [`repeats what was sent: ${text}`] : []),
  ]
}
