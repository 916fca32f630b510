/**
 * What a mail service is to the e-mail destination: one mail in, one outcome out. What the mail
 * says and where its links lead is not the service's business.
 */
import * as v from 'valibot'
import { Email } from '../../../../../shared/email.ts'
import type { Finding, Heard } from '../../contract.ts'
import type { Outcome } from '../../outcome.ts'
import type { Hook, Verdict } from '../../../hook.ts'

export interface Mail {
  /** Of the call: the same at every attempt, and so is everything else in the mail. */
  key: string
  to: string
  from: { email: string; name: string }
  replyTo?: string | undefined
  subject: string
  html: string
  text: string
  /** Where one click stops everything (RFC 8058). */
  unsubscribe: string
}

export interface Mailer {
  send(mail: Mail): Promise<Outcome>
  /** Makes the harmless calls that prove the key and, where that can be asked, the sender. */
  check(from: string): Promise<Finding[]>
  /** Whether a webhook is the service's own. */
  verify?(hook: Hook): Promise<Verdict>
  /** The addresses that a webhook says are dead or protest; undefined for an unknown shape. */
  hear?(hook: Hook): Heard[] | undefined
}

/** The headers by which a mail client offers to stop (RFC 8058); each service wants its own shape. */
export const stopHeaders = ({ unsubscribe }: Mail): Record<string, string> => ({
  'List-Unsubscribe': `<${unsubscribe}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

/** `Acme <stock@acme.example>`, the name quoted where its characters need it (RFC 5322, 3.4). */
export const mailbox = ({ email, name }: Mail['from']): string =>
  /[()<>[\]:;@\\,."]/.test(name)
    ? `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}" <${email}>`
    : `${name} <${email}>`

/** JSON of a shape, or undefined: an edge may answer with anything. */
export function read<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** What is heard of an address; nothing where it is none that mail can reach. */
export function heardOf(raw: unknown, reason: Heard['reason']): Heard[] {
  const email = v.safeParse(Email, raw)
  return email.success ? [{ email: email.output, reason }] : []
}

/** A short stable reason from what a service calls its errors; else the status. */
export const reasonOf = (status: number, name: string | undefined): string =>
  name && /^\w{1,60}$/.test(name) ? name : `http_${status}`

/** A check's answer that is no good: the key, or no answer at all. */
export const keyFinding = (status: number | undefined, detail: string): Finding => ({
  what: 'key',
  ok: false,
  detail:
    status === undefined ? 'There was no answer. Try again in a minute.' : `${detail} (${status})`,
})
