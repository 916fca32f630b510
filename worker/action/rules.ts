/** What the shop may do with a restock, in each of its states. Pure. */
import * as v from 'valibot'
import { line, strictObject } from '../../shared/text.ts'
import type { RestockState } from '../restock/store.ts'

/**
 * `approve`: notify people. `hold`: send no message, from the next one on. `resume`: go on after a hold.
 * `end`: send no message any more; the people wait for the next restock.
 */
export const RestockAction = v.picklist(['approve', 'hold', 'resume', 'end'], 'choice_unknown')
export type RestockAction = v.InferOutput<typeof RestockAction>

/** Why the shop does something, for the log. */
export const Reason = line(200)

/** The body of an action. A list is no object, although valibot takes it for one without fields. */
export const ActionBody = v.pipe(
  v.unknown(),
  v.check((body) => !Array.isArray(body), 'not_an_object'),
  strictObject({ reason: v.optional(Reason) }),
)

/** What decides about an action. */
export interface Before {
  state: RestockState
  approval: 'asked' | 'given' | null
  /** Whether alerts or reminders of it are planned or queued, and not sent. */
  hasMessages: boolean
}

/**
 * What an action does: `acts`: it changes the restock. `same`: it was done before, so nothing changes.
 * `closed`: the restock is over. `stopped`: the shop has to resume it first.
 */
export type Verdict = 'acts' | 'same' | 'closed' | 'stopped'

/** Decides about an action. action/store.ts writes the same in SQL; the test compares them. */
export function verdictOf(
  action: RestockAction,
  { state, approval, hasMessages }: Before,
): Verdict {
  switch (state) {
    case 'open':
    case 'held':
    case 'awaiting':
      if (action === 'resume') return 'same'
      return action === 'approve' && approval === 'given' ? 'same' : 'acts'
    case 'stopped':
      if (action === 'approve') return 'stopped'
      return action === 'hold' ? 'same' : 'acts'
    // All people were looked at, but messages may still wait for their time.
    case 'done':
      if (action === 'resume') return 'same'
      if (action === 'approve') return approval === 'given' ? 'same' : 'closed'
      return hasMessages ? 'acts' : 'closed'
    case 'ended':
      return action === 'end' ? 'same' : 'closed'
    case 'sold_out':
      return 'closed'
  }
}
