/** How the values of a body in Klaviyo's dialect are read, and what is said of a wrong shape. Pure. */
import * as v from 'valibot'
import { objectFault } from '../../../../shared/text.ts'
import type { Fault } from '../../../result.ts'
import { invalidInput, type KlaviyoError } from './errors.ts'

/** An object with these members; it may have others. */
export const object = <const E extends v.ObjectEntries>(entries: E) =>
  v.object(entries, objectFault)

/** The text in a value, trimmed: none for `null` and for a form's empty field, and `''` for what is no text. */
export const textIn = (value: unknown): string | undefined =>
  value === undefined || value === null
    ? undefined
    : typeof value === 'string'
      ? value.trim() || undefined
      : ''

/** E.164, which Klaviyo asks for: a number without a country code is ambiguous. */
export const E164 = /^\+[1-9]\d{1,14}$/

/**
 * The first thing that is wrong with the shape of a body, where JSON:API has it. `own`: the words for codes
 * of one shape alone.
 */
export function shapeError(
  [fault]: Fault[],
  own: Partial<Record<string, string>> = {},
): KlaviyoError {
  const { pointer, code } = fault ?? { pointer: '', code: '' }
  const field = pointer.slice(pointer.lastIndexOf('/') + 1)
  const at = pointer.startsWith('/data') ? pointer : '/data'
  const words = own[code]
  if (words) return invalidInput(at, words)
  switch (code) {
    case 'missing':
      return invalidInput(at, `'${field}' is a required field.`)
    case 'type_wrong':
      return invalidInput(at, 'The type is not the one that this address takes.')
    case 'not_a_list':
      return invalidInput(at, `'${field}' must be a list.`)
    case 'not_a_boolean':
      return invalidInput(at, `'${field}' must be true or false.`)
    case 'not_text':
      return invalidInput(at, `'${field}' must be a string.`)
    default:
      return invalidInput(at, `'${at === pointer ? field : 'data'}' must be an object.`)
  }
}
