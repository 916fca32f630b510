/**
 * Reads the webhooks of mail services. Each event is read alone, so an event that cannot be read never
 * costs another. Only the kind of an event and its address have to be readable. Pure.
 */
import * as v from 'valibot'
import { Email } from '../../../../../shared/email.ts'
import { ListOrOne, Word } from '../../../../lenient.ts'
import { jsonOf } from '../../../answer.ts'
import type { AddressReport, AddressReports } from '../../contract.ts'

/** What one event means for an address; `nothing`: the address stays as it is. */
export type Meaning = AddressReport['reason'] | 'nothing'

/** One event, read: a report, nothing of interest, or an event that cannot be read. */
export type Read = AddressReport | 'nothing' | 'unreadable'

/**
 * An address in its stored form, however a service writes it: `"Ada" <Ada@example.com>`,
 * `rfc822; ada@example.com` (RFC 3464, 2.3.2), `mailto:ada@example.com`.
 */
export function addressIn(raw: unknown): string | undefined {
  const text = v.parse(Word, raw) ?? ''
  const bare = (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).replace(/^\s*(?:mailto:|rfc822;)/i, '')
  const email = v.safeParse(Email, bare)
  return email.success ? email.output : undefined
}

/** The report of an event that means `reason`, about the address in `raw`. */
export function reportOf(raw: unknown, reason: Meaning): Read {
  if (reason === 'nothing') return 'nothing'
  const email = addressIn(raw)
  return email === undefined ? 'unreadable' : { email, reason }
}

/**
 * Reads a body: a list of events, or one event. `read` gets one event. Undefined if the body is not
 * JSON, or if none of its events can be read.
 */
export function readEvents(
  body: string,
  read: (event: unknown) => Read | Read[],
): AddressReports | undefined {
  const events = v.parse(ListOrOne, jsonOf(v.unknown(), body))
  const all = events.flatMap(read)
  const unreadable = all.filter((one) => one === 'unreadable').length
  // An empty list is fine; any other body without a readable event has an unknown shape.
  if (all.length === unreadable && !/^\s*\[\s*\]\s*$/.test(body)) return undefined
  return { reports: all.filter((one) => typeof one === 'object'), unreadable }
}
