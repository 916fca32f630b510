/** Consent to marketing by e-mail, on a contact that exists. */
import { logLine } from '../../../log-line.ts'
import { agreedToMarketing, type Call } from '../call.ts'
import { outcomeOf } from '../outcome.ts'
import { outcomeOfStatus } from './api.ts'
import type { Engage } from './bodies.ts'
import { go, type Step, stop } from './step.ts'

/**
 * Sets `acceptsEmail` when the shop wants that and the person agreed. When Voyado refuses, the
 * subscription goes on: the person gets the alert, and less marketing than agreed.
 */
export async function markMarketing(
  { options, send }: Engage,
  call: Call,
  contactId: string,
): Promise<Step<null>> {
  if (!options.acceptsEmail || !agreedToMarketing(call, 'email')) return go(null)
  const path = `/contacts/${encodeURIComponent(contactId)}/preferences/acceptsEmail`
  const outcome = outcomeOf(await send('POST', path, { value: true }), outcomeOfStatus)
  if (outcome.kind === 'retry') return stop(outcome)
  if (outcome.kind !== 'accepted') {
    logLine('warn', 'voyado_accepts_email', { reason: outcome.reason })
  }
  return go(null)
}
