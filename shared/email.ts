/**
 * E-mail addresses: which are accepted, and the one form in which they are stored.
 *
 * The dot-atom address of RFC 5321 is accepted, because mail systems deliver to it: no local parts that
 * need quotes (but for two carriers), no address literals, no SMTPUTF8 local part. The domain may be
 * international and is stored in its ASCII form. The whole address is stored in lower case, so `Ada@` and
 * `ada@` are one person.
 */
import * as v from 'valibot'

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
// With these characters the URL parser would read something other than a host name.
const NOT_IN_DOMAIN = /[\s\p{Cc}/:?#@\\%[\]<>"]/u

/**
 * Japanese carriers gave out addresses with dots in a row, or before the `@`, until 2009, and still
 * deliver to them. No other domain is known to. In SMTP such a local part needs quotes (see `smtpForm`).
 */
const ANY_DOTS = new Set(['docomo.ne.jp', 'ezweb.ne.jp'])

/** The address in its stored form; undefined if no mail could reach it. */
export function normalizeEmail(raw: string): string | undefined {
  const text = raw.normalize('NFKC').trim().toLowerCase()
  const at = text.lastIndexOf('@')
  // Quotes that a local part does not need mean nothing (RFC 5321, 4.1.2).
  const local = text.slice(0, Math.max(0, at)).replace(/^"(.*)"$/, '$1')
  const domain = text.slice(at + 1)
  if (NOT_IN_DOMAIN.test(domain)) return
  const host = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : ''
  const atoms = ANY_DOTS.has(host) ? local.replaceAll('.', '') : local
  if (local.length > 64 || !LOCAL.test(atoms)) return
  return DOMAIN.test(host) ? `${local}@${host}` : undefined
}

/**
 * A stored address as SMTP writes it (RFC 5321, 4.1.2): a local part that is no dot-atom is quoted, and
 * no other, because some servers refuse quotes.
 */
export function smtpForm(address: string): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  return LOCAL.test(local) ? address : `"${local}"${address.slice(at)}`
}

/** Domains of one mail system: a mailbox has the same local part at each of them. */
const SAME_DOMAIN = new Map([
  ['googlemail.com', 'gmail.com'],
  ['protonmail.com', 'proton.me'],
  ['pm.me', 'proton.me'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
])
/** Characters that a mail system ignores in a local part. */
const IGNORED = new Map([
  ['gmail.com', /\./g],
  ['proton.me', /[._-]/g],
])

/**
 * One spelling for all spellings of a mailbox, so that its messages are counted together: in lower
 * case, without a tag (`+news`), and as Gmail, Proton and iCloud read it. Any other text stays as
 * it is. Use it only to count: the stored form of an address identifies a person.
 */
export function folded(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 1) return address
  const said = address.slice(at + 1).toLowerCase()
  const domain = SAME_DOMAIN.get(said) ?? said
  const whole = address.slice(0, at).toLowerCase()
  const local = whole.replace(/(?<=.)\+.*$/, '').replace(IGNORED.get(domain) ?? '', '')
  return `${local}@${domain}`
}

/** Takes an e-mail address and gives its stored form. The fault code is `email_invalid`. */
export const Email = v.pipe(
  v.string('email_invalid'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const email = normalizeEmail(dataset.value)
    if (email) return email
    addIssue({ message: 'email_invalid' })
    return NEVER
  }),
)
