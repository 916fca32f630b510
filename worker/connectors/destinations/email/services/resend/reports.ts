/** Resend's webhooks, signed by Svix: Standard Webhooks under other header names. */
import { Webhook } from 'standardwebhooks'
import * as v from 'valibot'
import { ListOrOne, needed, orNothing, Word } from '../../../../../lenient.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReports } from '../../../contract.ts'
import { addressIn, type Meaning, readEvents, reportOf } from '../events.ts'
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
  type: needed(Word),
  data: v.object({
    to: v.optional(v.unknown()),
    email: v.optional(v.unknown()),
    origin: Word,
    bounce: orNothing(v.object({ type: Word, subType: Word })),
  }),
})
type Event = v.InferOutput<typeof Event>

/** Resend, "Suppressions": why an address is in the list. `manual`: the shop itself put it there. */
const ORIGINS = new Map<string, Meaning>([
  ['bounce', 'bounce'],
  ['complaint', 'complaint'],
])

/** Resend, "Event types". Types that are not named here mean nothing for an address. */
function meaningOf({ type, data }: Event): Meaning {
  switch (type.toLowerCase()) {
    case 'email.bounced':
      // `Transient` (a full mailbox) and `Undetermined`: the next mail may arrive.
      return /^(transient|undetermined)$/i.test(data.bounce?.type ?? '') ? 'nothing' : 'bounce'
    // Resend did not even try: the address bounced or complained before.
    case 'email.suppressed':
      return 'bounce'
    case 'email.complained':
      return 'complaint'
    case 'suppression.added':
      return ORIGINS.get(data.origin?.toLowerCase() ?? '') ?? 'nothing'
    default:
      return 'nothing'
  }
}

/** Reads one event about one recipient. */
export const readReports = ({ body }: Hook): AddressReports | undefined =>
  readEvents(body, (one) => {
    const event = v.safeParse(Event, one)
    if (!event.success) return 'unreadable'
    const { to, email } = event.output.data
    const all = v.parse(ListOrOne, to ?? email).flatMap((item) => addressIn(item) ?? [])
    const addresses = [...new Set(all)]
    // With several recipients Resend does not say which one it was. Our mails have one.
    return addresses.length > 1 ? 'nothing' : reportOf(addresses[0], meaningOf(event.output))
  })
