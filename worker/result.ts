/** Failure is a value: a function that may fail gives a `Result`, and each door renders it. */

/** One field at fault: a JSON pointer (RFC 6901) into the request, and a stable code. Never a value that was sent. */
export interface Fault {
  pointer: string
  code: string
}

/** A value, or why there is none: as a rule, the fields at fault. */
export type Result<T, E = Fault[]> = { ok: true; value: T } | { ok: false; error: E }

/** The result of success. */
export const done = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

/** The result of failure. */
export const failed = <const E>(error: E): { ok: false; error: E } => ({ ok: false, error })

/** The result of a request with fields at fault, given as pairs of pointer and code. */
export const invalid = (faults: [pointer: string, code: string][]) =>
  failed<Fault[]>(faults.map(([pointer, code]) => ({ pointer, code })))
