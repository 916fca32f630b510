/** Voyado Engage, API v3: a request, and what its answers mean. */
import * as v from 'valibot'
import { type Answer, jsonIn, jsonOf, statusOf } from '../../answer.ts'
import { callUpstream } from '../../client.ts'
import type { Outcome } from '../outcome.ts'
import { needed, Word } from '../../../lenient.ts'
import type { VoyadoOptions } from './options.ts'

const JSON_TYPE = 'application/json'

/** Sends a request to a path of the API. */
export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>

/** Sends requests with the key of the options. */
export function sender({ baseUrl, keyHeader, apiKey = '' }: VoyadoOptions): Send {
  return (method, path, body) =>
    callUpstream(`${baseUrl}/api/v3${path}`, {
      method,
      // Without Content-Type Voyado answers 500, whatever the method.
      headers: { Accept: JSON_TYPE, 'Content-Type': JSON_TYPE, [keyHeader]: apiKey },
      json: body,
    })
}

/** Whether an answer is 2xx. */
export const isGood = (answer: Answer): boolean => {
  const status = statusOf(answer)
  return status >= 200 && status < 300
}

const LONGEST_ID = 100

/** An id of Voyado's, also as a number; undefined for anything else. */
export const Id = v.pipe(
  Word,
  v.transform((id) => (id !== undefined && id.length <= LONGEST_ID ? id : undefined)),
)

const WithId = v.object({ id: needed(Id) })

/** The id of what a request created. */
export const idIn = (answer: Answer): string | undefined =>
  isGood(answer) ? jsonIn(WithId, answer)?.id : undefined

const Fault = v.object({ errorCode: v.pipe(v.string(), v.regex(/^[A-Za-z]{1,60}$/)) })

/** Voyado's error code in our spelling: `InvalidEmailAddress` becomes `invalid_email_address`. */
export const codeIn = (body: string): string | undefined =>
  jsonOf(Fault, body)
    ?.errorCode.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()

/** What a status means, whatever was asked. */
export function outcomeOfStatus(status: number, body: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const code = codeIn(body)
  const reason = code ?? `http_${status}`
  // The key, its rights, the address or the contact type: the shop can correct these.
  if (status < 400 || [401, 403, 404].includes(status) || code === 'invalid_contact_type') {
    return { kind: 'parked', reason }
  }
  return { kind: 'refused', reason }
}
