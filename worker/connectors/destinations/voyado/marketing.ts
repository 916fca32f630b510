/** Consent to marketing by e-mail, on a contact that exists. */
import { logLine } from '../../../log-line.ts'
import { agreedToMarketing, type Call } from '../call.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { outcomeOfStatus, type Send } from './api.ts'
import type { Engage } from './bodies.ts'
import { contactFor } from './contact.ts'
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
  const outcome = await setAcceptsEmail(send, contactId)
  if (outcome.kind === 'retry') return stop(outcome)
  if (outcome.kind !== 'accepted') {
    logLine('warn', 'voyado_accepts_email', { reason: outcome.reason })
  }
  return go(null)
}

async function setAcceptsEmail(send: Send, contactId: string): Promise<Outcome> {
  const path = `/contacts/${encodeURIComponent(contactId)}/preferences/acceptsEmail`
  return outcomeOf(await send('POST', path, { value: true }), outcomeOfStatus)
}

/**
 * Records a consent to marketing by e-mail that came without a subscription. A new contact is created with
 * it; on one that exists it sets `acceptsEmail`, if the shop wants that.
 */
export async function recordMarketing(engage: Engage, call: Call): Promise<Outcome> {
  // The person has withdrawn it since then.
  if (!agreedToMarketing(call, 'email')) return { kind: 'accepted' }
  const contact = await contactFor(engage, call)
  if (!contact.ok) return contact.outcome
  const { id, fresh } = contact.value
  if (engage.options.acceptsEmail) return setAcceptsEmail(engage.send, id)
  return fresh ? { kind: 'accepted' } : { kind: 'accepted', used: { known_contact_unchanged: 1 } }
}
