/** Resend's webhooks, signed by Svix: Standard Webhooks under other header names. */
import { Webhook } from 'standardwebhooks'
import * as v from 'valibot'
import { jsonOf } from '../../../../answer.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReport } from '../../../contract.ts'
import { reportOf } from '../mail.ts'
import type { ResendOptions } from './options.ts'

/** Needs `webhookSecret`. A signature that is minutes old is `stale`. */
export async function verify(
  { webhookSecret: secret }: ResendOptions,
  { body, headers }: Hook,
): Promise<Verification> {
  if (!secret) return 'bad'
  const header = (name: string) => headers.get(`svix-${name}`) ?? ''
  try {
    new Webhook(secret).verify(body, {
      'webhook-id': header('id'),
      'webhook-timestamp': header('timestamp'),
      'webhook-signature': header('signature'),
    })
    return 'good'
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return /too (old|new)/.test(message) ? 'stale' : 'bad'
  }
}

const Event = v.object({
  type: v.string(),
  data: v.object({
    to: v.optional(v.array(v.string())),
    bounce: v.optional(v.object({ type: v.optional(v.string()) })),
  }),
})

const REASONS: Record<string, AddressReport['reason']> = {
  'email.bounced': 'bounce',
  // Resend did not even try: the address bounced or complained before.
  'email.suppressed': 'bounce',
  'email.complained': 'complaint',
}

/** Reads one event about one recipient. */
export function readReports({ body }: Hook): AddressReport[] | undefined {
  const event = jsonOf(Event, body)
  if (!event) return undefined
  const { to = [], bounce } = event.data
  const reason = REASONS[event.type]
  const soft = bounce?.type === 'Transient' || bounce?.type === 'Undetermined'
  // With several recipients Resend does not say which one it was. Our mails have one.
  if (!reason || soft || to.length !== 1) return []
  return reportOf(to[0], reason)
}
