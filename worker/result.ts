/** Failure is a value: functions of the domain return a `Result`, and each door renders it. */

/** One field at fault: a JSON pointer (RFC 6901), and a stable code. Never what was sent. */
export interface Fault {
  pointer: string
  code: string
}

/** Codes of what the domain itself may refuse. */
export type FailureCode =
  | 'bot_check_failed'
  | 'in_stock'
  | 'request_invalid'
  | 'token_expired'
  | 'token_unknown'
  | 'too_many_requests'
  | 'variant_not_found'

/** Why something was not done. */
export interface Failure<Code extends string = FailureCode> {
  code: Code
  errors?: Fault[]
}

export type Result<T, Code extends string = FailureCode> =
  | { ok: true; value: T }
  | { ok: false; failure: Failure<Code> }

export const done = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const failed = <Code extends string>(code: Code): { ok: false; failure: Failure<Code> } => ({
  ok: false,
  failure: { code },
})

/** Fields at fault, as pairs of pointer and code. */
export const invalid = (faults: [pointer: string, code: string][]) => ({
  ok: false as const,
  failure: {
    code: 'request_invalid' as const,
    errors: faults.map(([pointer, code]) => ({ pointer, code })),
  },
})
