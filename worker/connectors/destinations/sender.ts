/** The sender of mails, as receivers judge it. */
import * as v from 'valibot'
import { line } from '../../../shared/text.ts'

/** What a mail service needs in the DNS of a sender's domain. */
export interface Signing {
  /** The selectors of its DKIM keys, where they are the same for all customers. */
  dkim?: readonly string[]
  /** Where its bounces go, below the domain, and what the SPF record there must include. */
  returnPath?: { below: string; include: string }
}

/** The sender of a destination's mails. */
export interface Sender extends Signing {
  /** The domain of the address in From. */
  domain: string
  /** Whether the number of mails a day rises slowly at first: a domain of the shop that is new to sending. */
  ramps: boolean
}

/** A selector of DKIM: one or more labels of a host name (RFC 6376, 3.1). */
export const Selector = v.pipe(
  line(100),
  v.toLowerCase(),
  v.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'name_invalid'),
)
