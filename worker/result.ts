/** Failure is a value: a function that may fail returns a `Result`, and each door renders it. */

/**
 * A fault in one field of a request: a JSON pointer (RFC 6901) and a stable code. It never holds a
 * value that was sent.
 */
export interface Fault {
  pointer: string
  code: string
}

/** A value, or the reason why there is none: as a rule, a list of faults. */
export type Result<T, E = Fault[]> = { ok: true; value: T } | { ok: false; error: E }

/** Makes the result of a success. */
export const done = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

/** Makes the result of a failure. */
export const failed = <const E>(error: E): { ok: false; error: E } => ({ ok: false, error })

/** Makes the failure of a request with faults, given as pairs of pointer and code. */
export const invalid = (faults: [pointer: string, code: string][]) =>
  failed<Fault[]>(faults.map(([pointer, code]) => ({ pointer, code })))
