/**
 * Faults on the wire: RFC 9457 problem details with a stable `code`, and for each field at fault
 * a JSON pointer (RFC 6901). Codes are for programs, details for people; neither ever holds a
 * value that was sent.
 */
import type * as v from 'valibot'

/** One field at fault. */
export interface FieldFault {
  pointer: string
  code: string
  detail: string
}

/** The body of every error of the API. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors?: FieldFault[]
  /** With `scope_missing`: the key needs one of these scopes. */
  scopes?: string[]
}

/** The JSON pointer of a validation issue. */
export function pointerOf(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map((item) => String(item.key))
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
