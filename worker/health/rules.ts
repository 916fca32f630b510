/**
 * What receivers of mail find in the DNS of a sender's domain, in words that say what to add. Pure.
 * SPF: RFC 7208. DKIM: RFC 6376. DMARC: RFC 7489.
 */
import type { Sender } from '../connectors/destinations/sender.ts'

/** One finding. `unknown`: DNS did not answer, or the shop did not say where to look. */
export interface Finding {
  what: 'dmarc' | 'dkim' | 'spf' | 'alignment'
  state: 'good' | 'bad' | 'unknown'
  /** What was found; when it is bad, what to change. */
  detail: string
  /** A record that mends it, where its content is known. */
  record?: { type: 'TXT'; name: string; value: string }
}

/** The TXT records at some names; undefined where DNS did not answer. */
export type Texts = ReadonlyMap<string, readonly string[] | undefined>

// RFC 7208, 4.6.4.
const MOST_LOOKUPS = 10

/** The names at which DMARC may stand: that of the domain, then those of its parents. */
export function dmarcNames(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, index) => `_dmarc.${labels.slice(index).join('.')}`)
}

/** The names of a sender's DKIM keys. */
export const dkimNames = ({ domain, dkim = [] }: Sender): string[] =>
  dkim.map((selector) => `${selector}._domainkey.${domain}`)

/** Where SPF counts: at the domain of the return path; undefined where that is not known. */
export const spfName = ({ domain, returnPath }: Sender): string | undefined =>
  returnPath && `${returnPath.below}.${domain}`

/** Judges a sender. `lookups`: how many lookups its SPF record causes; undefined if that is not known. */
export function judge(sender: Sender, texts: Texts, lookups?: number): Finding[] {
  const policy = policyOf(sender.domain, texts)
  const dkim = judgeDkim(sender, texts)
  const spf = judgeSpf(sender, texts, lookups)
  return [judgeDmarc(sender.domain, policy), dkim, spf, judgeAlignment(sender, policy, dkim, spf)]
}

/** What keeps mails of a sender from being trusted, each with the record that mends it. */
export const adviceOf = (findings: Finding[]): string[] =>
  findings
    .filter(({ state }) => state === 'bad')
    .map(({ detail, record }) =>
      record ? `${detail} ${record.type} ${record.name}: ${record.value}` : detail,
    )

type Policy =
  | { kind: 'unknown' | 'none' }
  | { kind: 'several'; name: string }
  | { kind: 'one'; name: string; tags: Map<string, string> }

function policyOf(domain: string, texts: Texts): Policy {
  for (const name of dmarcNames(domain)) {
    const found = texts.get(name)
    if (found === undefined) return { kind: 'unknown' }
    const records = found.filter((text) => /^v=DMARC1\s*(;|$)/.test(text))
    if (records.length > 1) return { kind: 'several', name }
    const [record] = records
    if (record !== undefined) return { kind: 'one', name, tags: tagsOf(record) }
  }
  return { kind: 'none' }
}

function judgeDmarc(domain: string, policy: Policy): Finding {
  const what = 'dmarc'
  const record = { type: 'TXT', name: `_dmarc.${domain}`, value: 'v=DMARC1; p=none' } as const
  switch (policy.kind) {
    case 'unknown':
      return { what, state: 'unknown', detail: 'DNS did not answer. Try again later.' }
    case 'none':
      return {
        what,
        state: 'bad',
        detail: 'The domain has no DMARC record. Gmail and Yahoo want one of every sender. Add:',
        record,
      }
    case 'several':
      return {
        what,
        state: 'bad',
        detail: `There are several DMARC records at ${policy.name}, so receivers ignore all of them. Keep one.`,
      }
    case 'one': {
      const p = policy.tags.get('p')?.toLowerCase()
      return p !== undefined && ['none', 'quarantine', 'reject'].includes(p)
        ? { what, state: 'good', detail: `The policy at ${policy.name} is ${p}.` }
        : {
            what,
            state: 'bad',
            detail: `The DMARC record at ${policy.name} has no valid policy (p=none, p=quarantine or p=reject).`,
          }
    }
    default:
      return policy satisfies never
  }
}

function judgeDkim(sender: Sender, texts: Texts): Finding {
  const what = 'dkim'
  const names = dkimNames(sender)
  if (names.length === 0) {
    const detail =
      'The names of the keys differ from account to account. Look for them in your mail service, and name their selectors in dkimSelectors.'
    return { what, state: 'unknown', detail }
  }
  const found = names.map((name) => ({ name, texts: texts.get(name) }))
  const good = found.find(({ texts: some }) => some?.some(isKey))
  if (good) return { what, state: 'good', detail: `The key at ${good.name} is there.` }
  if (found.some(({ texts: some }) => some === undefined)) {
    return { what, state: 'unknown', detail: 'DNS did not answer. Try again later.' }
  }
  const revoked = found.find(({ texts: some }) => some?.some((text) => tagsOf(text).has('p')))
  return revoked
    ? {
        what,
        state: 'bad',
        detail: `The key at ${revoked.name} is empty, which revokes it. Set the one that your mail service shows.`,
      }
    : {
        what,
        state: 'bad',
        detail: `There is no DKIM key at ${names.join(' or ')}. Add the record that your mail service shows for it.`,
      }
}

// A record without `v` is one, too (RFC 6376, 3.6.1).
const isKey = (text: string): boolean => {
  const tags = tagsOf(text)
  return (tags.get('v') ?? 'DKIM1') === 'DKIM1' && (tags.get('p') ?? '') !== ''
}

function judgeSpf(sender: Sender, texts: Texts, lookups: number | undefined): Finding {
  const what = 'spf'
  const name = spfName(sender)
  const { returnPath } = sender
  if (name === undefined || returnPath === undefined) {
    const detail =
      'Your mail service sends with a return path of its own, so SPF counts there. Its dashboard says whether that is set up.'
    return { what, state: 'unknown', detail }
  }
  const found = texts.get(name)
  if (found === undefined) {
    return { what, state: 'unknown', detail: 'DNS did not answer. Try again later.' }
  }
  const records = found.filter((text) => /^v=spf1(\s|$)/i.test(text))
  const [only] = records
  const include = `include:${returnPath.include}`
  const record = { type: 'TXT', name, value: `v=spf1 ${include} ~all` } as const
  if (only === undefined) {
    return { what, state: 'bad', detail: `There is no SPF record at ${name}. Add:`, record }
  }
  if (records.length > 1) {
    return {
      what,
      state: 'bad',
      detail: `There are ${records.length} SPF records at ${name}, so receivers accept none of them. Make one of them.`,
    }
  }
  if (
    !only
      .toLowerCase()
      .split(/\s+/)
      .some((term) => term.replace(/^[+]/, '') === include)
  ) {
    return {
      what,
      state: 'bad',
      detail: `The SPF record at ${name} does not allow your mail service. Put ${include} before its last term.`,
    }
  }
  if (lookups !== undefined && lookups > MOST_LOOKUPS) {
    return {
      what,
      state: 'bad',
      detail: `The SPF record at ${name} needs more than ${MOST_LOOKUPS} lookups, so receivers give it up. Remove includes that you do not need.`,
    }
  }
  return { what, state: 'good', detail: `The SPF record at ${name} allows your mail service.` }
}

/** DMARC needs one of the two to be of the domain in From; a key below it always is. */
function judgeAlignment(sender: Sender, policy: Policy, dkim: Finding, spf: Finding): Finding {
  const what = 'alignment'
  const { domain } = sender
  if (dkim.state === 'good') {
    return { what, state: 'good', detail: `Mails are signed by ${domain} itself.` }
  }
  const strict = policy.kind === 'one' && policy.tags.get('aspf')?.toLowerCase() === 's'
  if (spf.state === 'good' && !strict) {
    return { what, state: 'good', detail: `The return path is below ${domain}.` }
  }
  if (dkim.state === 'unknown' || (spf.state === 'unknown' && !strict)) {
    return { what, state: 'unknown', detail: 'It follows from DKIM and SPF.' }
  }
  const consequence =
    policy.kind === 'one' && policy.tags.get('p') !== 'none'
      ? `, and its policy says ${policy.tags.get('p') ?? 'nothing'}`
      : ''
  return {
    what,
    state: 'bad',
    detail: `Neither a signature nor a return path counts for ${domain}${consequence}. Mend DKIM first.`,
  }
}

/** The tags of a record such as `v=DMARC1; p=none`. */
function tagsOf(record: string): Map<string, string> {
  return new Map(
    record.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=')
      return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]]
    }),
  )
}

/** The mechanisms of an SPF record that cost a lookup, with the name that each leads to, if it includes one. */
export function spfTerms(record: string): { costs: number; includes: string[] } {
  const terms = record.trim().toLowerCase().split(/\s+/).slice(1)
  const includes = terms.flatMap(
    (term) => /^[+~?-]?(?:include:|redirect=)(.+)$/.exec(term)?.[1] ?? [],
  )
  const others = terms.filter((term) => /^[+~?-]?(?:(?:a|mx|ptr)(?:[:/]|$)|exists:)/.test(term))
  return { costs: includes.length + others.length, includes }
}

/** The mails of a day. */
export interface Day {
  /** UTC, as a date. */
  day: string
  sent: number
  bounced: number
  complained: number
}

/** How many mails about restocks a new domain may send on a day. `age`: whole days since its first mail. */
export const rampLimit = (age: number, first: number, days: number): number =>
  age >= days ? Number.MAX_SAFE_INTEGER : first * 2 ** Math.max(0, age)

/** Whether complaints are so many that sending stops: a share of what was sent, and no single one. */
export const mustHold = (
  { sent, complained }: { sent: number; complained: number },
  { share, least }: { share: number; least: number },
): boolean => complained >= least && complained >= sent * share
