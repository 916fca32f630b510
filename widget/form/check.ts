/**
 * The Worker's own rules, applied before anything is sent. Loaded apart while the shopper types:
 * the form is there sooner, and without this file the Worker is still the judge.
 */
import * as v from 'valibot'
import { pointerOf, type FieldFault } from '../../shared/problem.ts'
import { ClientSubscription } from '../../shared/subscription.ts'

/** The fields at fault, none when the Worker will take it. */
export function faultsOf(subscription: ClientSubscription): FieldFault[] {
  const { issues = [] } = v.safeParse(ClientSubscription, subscription, { abortPipeEarly: true })
  return issues.map((issue) => ({ pointer: pointerOf(issue), code: issue.message, detail: '' }))
}
