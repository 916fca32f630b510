/** One step of a call that takes several requests: a value, or the outcome that ends the call. */
import type { Answer } from '../../answer.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfStatus } from './api.ts'

export type Step<T> = { ok: true; value: T } | { ok: false; outcome: Outcome }

/** Goes on with a value. */
export const go = <T>(value: T): Step<T> => ({ ok: true, value })

/** Ends the call. */
export const stop = (outcome: Outcome): { ok: false; outcome: Outcome } => ({ ok: false, outcome })

/** Ends the call because of an answer that is not 2xx. */
export const stopBecauseOf = (answer: Answer) => stop(outcomeOf(answer, outcomeOfStatus))

/** An answer has an unknown shape. */
export const UNREADABLE: Outcome = { kind: 'retry', reason: 'answer_unreadable', answered: true }

/** Ends the call because an answer has an unknown shape. */
export const stopUnreadable = () => stop(UNREADABLE)
