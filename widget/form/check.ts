/**
 * Applies the Worker's own rules before anything is sent. Loaded separately while the shopper types,
 * so that the form opens sooner. If this file does not load, the Worker alone checks.
 */
import * as v from 'valibot'
import { pointerOf, type FieldFault } from '../../shared/problem.ts'
import { ClientSubscription } from '../../shared/subscription.ts'

/** The fields at fault; empty if the Worker will accept the subscription. */
export function faultsOf(subscription: ClientSubscription): FieldFault[] {
  const { issues = [] } = v.safeParse(ClientSubscription, subscription, { abortPipeEarly: true })
  return issues.map((issue) => ({ pointer: pointerOf(issue), code: issue.message, detail: '' }))
}
