/** Addresses as mail services take them: strictly RFC 5321, 4.1.2, in ASCII. */
import * as v from 'valibot'

const ATEXT = String.raw`[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]+`
const MAILBOX = new RegExp(
  String.raw`^(?:${ATEXT}(?:\.${ATEXT})*|"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*")@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$`,
)

/** A dot-atom or a quoted local part, and a domain: dots in a row need quotes. */
export const Mailbox = v.pipe(v.string(), v.regex(MAILBOX))
