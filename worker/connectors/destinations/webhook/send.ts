/**
 * Sends events as signed requests. The address comes from the shop's settings; only-public.ts checks it.
 */
import { sendSigned } from '../../signed.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import type { WebhookOptions } from './options.ts'

/** Sends an event. `id` is the same at every attempt; `at` is milliseconds since 1970. */
export type Send = (id: string, type: string, at: number, data: unknown) => Promise<Outcome>

export const sender =
  (options: WebhookOptions): Send =>
  async (id, type, at, data) =>
    outcomeOf(await sendSigned(options, { id, type, at, data }), outcomeOfStatus)

function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `http_${status}`
  // The specification: 410 asks never to be called again; any other failure is retried.
  if (status === 410) return { kind: 'refused', reason, disable: true }
  return { kind: 'retry', reason, answered: true }
}
